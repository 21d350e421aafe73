/** Problems and decisions in the order in which they press. */
import type { DecisionRow, ProblemRow } from "../api/types";
import { instant } from "../shared/format";

const OPEN_FIRST = { waiting: 0, answered: 1, decided: 2, closed: 3 } as const;

/** Waiting ones first, by when an answer is due; then the others, the newest first. */
export function pressing(rows: Iterable<ProblemRow>): ProblemRow[] {
  return [...rows].sort(
    (a, b) =>
      OPEN_FIRST[a.state] - OPEN_FIRST[b.state] ||
      (instant(a.due_at) ?? 0) - (instant(b.due_at) ?? 0) ||
      Date.parse(b.since) - Date.parse(a.since),
  );
}

/** What still has to be carried out, the most pressing first. */
export function outstanding(rows: Iterable<DecisionRow>, problems: ReadonlyMap<string, ProblemRow>): DecisionRow[] {
  return [...rows]
    .filter((row) => !row.done_at && !row.replaced_by && problems.get(row.about)?.state !== "closed")
    .sort((a, b) => Date.parse(a.by_at) - Date.parse(b.by_at));
}
