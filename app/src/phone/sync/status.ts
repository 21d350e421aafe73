/** How the phone stands with the server, for the screen to show. */
import { createStore } from "../../state/store";
import type { Ending } from "./sending";

export interface Status {
  line: "unknown" | "up" | "down";
  /** How the last round ended; null before the first. */
  ending: Ending | null;
  /** The server's code for what it refused. */
  code: string;
  /** How far this device's clock is behind the server's; null while nobody knows. */
  clockOffMs: number | null;
  sending: boolean;
  /** A newer version of this page waits to take over. */
  update: ServiceWorker | null;
  /** Whether the browser has promised to keep what is stored. */
  persisted: boolean | null;
}

export const statusStore = createStore<Status>({
  line: "unknown",
  ending: null,
  code: "",
  clockOffMs: null,
  sending: false,
  update: null,
  persisted: null,
});

/** Changes some of it. */
export function say(change: Partial<Status>): void {
  statusStore.set({ ...statusStore.get(), ...change });
}
