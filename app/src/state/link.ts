/** The line to the server: live, or since when not. Offline is a state, not an error. */
import { createStore } from "./store";

export interface Link {
  state: "connecting" | "live" | "offline";
  /** Unix milliseconds of the last word from the server. */
  heardAt: number;
}

export const linkStore = createStore<Link>({ state: "connecting", heardAt: Date.now() });

/** Something was heard. */
export function heard(): void {
  linkStore.set({ state: "live", heardAt: Date.now() });
}

/** The line is down; what was last heard stays on the board with its age. */
export function lost(): void {
  const link = linkStore.get();
  if (link.state !== "offline") linkStore.set({ ...link, state: "offline" });
}
