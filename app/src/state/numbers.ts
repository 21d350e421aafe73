/** Crews' numbers: the figures in their ids where those tell them apart, else their place in the list. */
import type { CrewRow } from "../api/types";
import type { Rows } from "./board";

/** A short number for each crew id. */
export function crewNumbers(rows: Rows<CrewRow>): ReadonlyMap<string, string> {
  const ids = [...rows.keys()];
  const figures = ids.map((id) => /(\d+)\D*$/.exec(id)?.[1]?.replace(/^0+(?=\d)/, "") ?? "");
  const telling =
    figures.every((figure) => figure !== "" && figure.length <= 3) && new Set(figures).size === ids.length;
  return new Map(ids.map((id, at) => [id, (telling ? (figures[at] ?? "") : String(at + 1)).padStart(2, "0")]));
}
