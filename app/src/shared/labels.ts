/** What things are called in sentences: openings by place, crews by number and name. */
import type { TFunction } from "i18next";
import type { OpeningRow } from "../api/types";
import type { Board } from "../state/board";
import { crewNumbers } from "../state/numbers";

type Named = Pick<Board, "openings" | "neighbourhoods" | "crews" | "suppliers" | "organisations">;

/** Xumatou · east side, or the id where nothing is known of it. */
export function openingLabel(board: Named, id: string | null | undefined): string {
  const row = board.openings.get(id ?? "");
  if (!row) return id ?? "";
  const neighbourhood = board.neighbourhoods.get(row.neighbourhood)?.name;
  return [neighbourhood, row.name || shortId(row.id, row.neighbourhood)].filter(Boolean).join(" ");
}

/** An opening's id without its neighbourhood's in front. */
export function shortId(id: string, neighbourhood: string): string {
  return id.startsWith(neighbourhood) ? id.slice(neighbourhood.length).replace(/^[-/:.]+/, "") || id : id;
}

let numbered: { crews: Board["crews"]; numbers: ReadonlyMap<string, string> } | null = null;

/** The crews' numbers, worked out once for each set of crews. */
export function numbersOf(board: Pick<Board, "crews">): ReadonlyMap<string, string> {
  if (numbered?.crews.size !== board.crews.size || [...board.crews.keys()].some((id) => !numbered?.numbers.has(id))) {
    numbered = { crews: board.crews, numbers: crewNumbers(board.crews) };
  }
  return numbered.numbers;
}

/** 07 Xumatou squad */
export function crewLabel(board: Named, id: string | null | undefined): string {
  const row = board.crews.get(id ?? "");
  return row ? `${numbersOf(board).get(row.id) ?? ""} ${row.name}` : (id ?? "");
}

export function supplierLabel(board: Named, id: string | null | undefined): string {
  return board.suppliers.get(id ?? "")?.name ?? id ?? "";
}

export function neighbourhoodLabel(board: Named, id: string | null | undefined): string {
  return board.neighbourhoods.get(id ?? "")?.name ?? id ?? "";
}

export function organisationLabel(board: Named, id: string | null | undefined): string {
  return board.organisations.get(id ?? "")?.name ?? id ?? "";
}

/** What a step or a trip leads to: an opening or a supplier. */
export function placeLabel(board: Named, id: string): string {
  return board.openings.has(id) ? openingLabel(board, id) : supplierLabel(board, id);
}

/** How far an opening is, in a word or two. */
export function openingState(row: OpeningRow, t: TFunction): string {
  return row.role === "inside" ? t("role.inside") : t(`openingState.${row.state}`);
}
