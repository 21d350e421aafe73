/** What is picked out on map and lists alike, and what the pointer is over. */
import { createStore, useStore } from "./store";

export type SubjectKind = "opening" | "neighbourhood" | "crew" | "supplier";

export interface Subject {
  kind: SubjectKind;
  id: string;
}

export interface Selection {
  subject: Subject | null;
  /** Counts up when the map should go there; picking on the map itself leaves it still. */
  flights: number;
}

export const selectionStore = createStore<Selection>({ subject: null, flights: 0 });

/** Picks a subject; from a list the map goes there, from the map it stays. */
export function pick(subject: Subject | null, from: "list" | "map" = "list"): void {
  const { flights } = selectionStore.get();
  selectionStore.set({ subject, flights: from === "list" && subject ? flights + 1 : flights });
}

/** True when this very subject is picked. */
export function usePicked(kind: SubjectKind, id: string): boolean {
  return useStore(selectionStore, ({ subject }) => subject?.kind === kind && subject.id === id);
}
