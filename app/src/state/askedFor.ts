/** What an address asks to see: codes on paper and messages lead to ?crew=, ?opening=, ?problem= and the like. */
import type { Board } from "./board";
import type { Subject } from "./selection";

/** The subject to pick; null where the address names none, or one the board does not know. */
export function askedFor(search: string, board: Board | null): Subject | null {
  if (!board) return null;
  const asked = new URLSearchParams(search);
  const named = (name: string): string => asked.get(name) ?? "";
  if (board.openings.has(named("opening"))) return { kind: "opening", id: named("opening") };
  if (board.crews.has(named("crew"))) return { kind: "crew", id: named("crew") };
  if (board.suppliers.has(named("supplier"))) return { kind: "supplier", id: named("supplier") };
  if (board.neighbourhoods.has(named("neighbourhood"))) return { kind: "neighbourhood", id: named("neighbourhood") };
  const decision = board.decisions.get(named("decision"));
  const problem = board.problems.get(named("problem") || (decision?.about ?? ""));
  const opening = decision?.opening ?? problem?.opening;
  if (opening) return { kind: "opening", id: opening };
  if (problem?.neighbourhood) return { kind: "neighbourhood", id: problem.neighbourhood };
  const crew = decision?.crew ?? problem?.crew;
  return crew ? { kind: "crew", id: crew } : null;
}
