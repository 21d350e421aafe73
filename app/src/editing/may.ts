/** Who may edit, and who may put a closure in force; the server decides, this only hides what it would refuse. */
import { sessionStore } from "../state/start";
import { useStore } from "../state/store";

export interface Rights {
  edit: boolean;
  adopt: boolean;
}

export function rightsOf(role: string | undefined): Rights {
  return { edit: role === "commander" || role === "community_lead", adopt: role === "commander" };
}

export function useRights(): Rights {
  const role = useStore(sessionStore, (session) => session?.role);
  return rightsOf(role);
}
