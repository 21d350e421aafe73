/** Every edit of the survey, fetched again whenever somebody edits. */
import { useEffect } from "react";
import { boardStore, useBoard } from "../state/current";
import { createStore, useStore } from "../state/store";
import { fetchEdits } from "./calls";
import { concerns } from "./editWords";
import type { EditView } from "./types";

export interface History {
  /** The newest first. */
  edits: readonly EditView[];
  canPlan: boolean;
  state: "none" | "there" | "failed";
}

export const historyStore = createStore<History>({ edits: [], canPlan: true, state: "none" });

let asked = 0;

/** Fetches the edits; an answer that a later one has overtaken is dropped. */
export async function loadHistory(): Promise<void> {
  const mine = ++asked;
  try {
    const { edits, can_plan } = await fetchEdits();
    if (mine === asked) historyStore.set({ edits, canPlan: can_plan, state: "there" });
  } catch {
    if (mine === asked) historyStore.set({ ...historyStore.get(), state: "failed" });
  }
}

/** Keeps the edits up to date while the component is there. */
export function useHistory(): History {
  const newest = useBoard(
    (board) => board.happenings.find(({ kind }) => kind.startsWith("survey.") || kind === "closure.adopted")?.position,
  );
  useEffect(() => {
    void loadHistory();
  }, [newest]);
  return useStore(historyStore, (history) => history);
}

/** The edits that are about a neighbourhood, the newest first. */
export function editsOf(neighbourhood: string): EditView[] {
  const board = boardStore.get();
  return board ? historyStore.get().edits.filter(({ edit }) => concerns(edit, board, neighbourhood)) : [];
}
