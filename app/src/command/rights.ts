/** Who may command; the server decides, this only hides what it would refuse. */
import { sessionStore } from "../state/start";
import { useStore } from "../state/store";

export interface Rights {
  /** Make decisions, adopt moves and rules. */
  command: boolean;
  /** Put an opening with a crew, answer problems and pass them on. */
  lead: boolean;
}

export function rightsOf(role: string | undefined): Rights {
  const command = role === "commander";
  return { command, lead: command || role === "community_lead" };
}

export function useCommandRights(): Rights {
  const role = useStore(sessionStore, (session) => session?.role);
  return rightsOf(role);
}
