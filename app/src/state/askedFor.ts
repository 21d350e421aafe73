/** What an address asks to see: codes on paper and messages lead to ?crew=, ?opening=, ?problem= and the like. */
import type { Board } from "./board";
import type { Subject, SubjectKind } from "./selection";

/** The subject to pick; null where the address names none, or one the board does not know. */
export function askedFor(search: string, board: Board | null): Subject | null {
  if (!board) return null;
  const asked = new URLSearchParams(search);
  return named(asked, board) ?? about(asked, board);
}

const ROWS: Record<SubjectKind, "openings" | "crews" | "suppliers" | "neighbourhoods"> = {
  opening: "openings",
  crew: "crews",
  supplier: "suppliers",
  neighbourhood: "neighbourhoods",
};

/** A row of the board by its own name. */
function named(asked: URLSearchParams, board: Board): Subject | null {
  for (const kind of Object.keys(ROWS) as SubjectKind[]) {
    const id = asked.get(kind);
    if (id && board[ROWS[kind]].has(id)) return { kind, id };
  }
  return null;
}

/** What a decision or a problem is about: its opening, else its neighbourhood, else its crew. */
function about(asked: URLSearchParams, board: Board): Subject | null {
  const decision = board.decisions.get(asked.get("decision") ?? "");
  const problem = board.problems.get(asked.get("problem") ?? decision?.about ?? "");
  return placeOf(decision) ?? placeOf(problem);
}

interface Somewhere {
  opening?: string | null;
  neighbourhood?: string | null;
  crew?: string | null;
}

function placeOf(row: Somewhere | undefined): Subject | null {
  for (const kind of ["opening", "neighbourhood", "crew"] as const) {
    const id = row?.[kind];
    if (id) return { kind, id };
  }
  return null;
}
