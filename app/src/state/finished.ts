/** Whether the night's work is done: every neighbourhood that was to be closed is closed. */
import type { Board } from "./board";

/** When the last ring closed, in Unix milliseconds; null while one is open or there is none. */
export function finishedAt(board: Pick<Board, "plan" | "neighbourhoods">): number | null {
  if (!board.plan) return null;
  const rows = [...board.neighbourhoods.values()].filter((row) => !row.walled);
  const closings = rows.map((row) => (row.ring === "closed" && row.closed_at ? Date.parse(row.closed_at) : Infinity));
  const last = Math.max(-Infinity, ...closings);
  return Number.isFinite(last) ? last : null;
}
