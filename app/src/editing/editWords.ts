/** Edits in words, where they are, and which of them concern a neighbourhood. */
import type { TFunction } from "i18next";
import type { LonLat } from "../api/types";
import { metres } from "../shared/format";
import { neighbourhoodLabel, openingLabel } from "../shared/labels";
import en from "./en.json";
import type { Board } from "../state/board";
import { nearestOn } from "./places";
import type { Edit, EditView, NewEdit } from "./types";

const GATE = { force: "gateForce", forbid: "gateForbid", free: "gateFree" } as const;
/** A wall this near to a neighbourhood's edge may change its ring. */
const NEAR_M = 80;

/** What an edit says, without its place. */
export function editText(edit: NewEdit, t: TFunction): string {
  switch (edit.do) {
    case "wall":
      if (edit.stops === "vehicles") return t("edit.did.wallVehicles");
      if (edit.closes == null) return t("edit.did.wall");
      return edit.closes ? t("edit.did.wallShuts") : t("edit.did.wallLets");
    case "opening":
    case "width":
      return t(`edit.did.${edit.do}`, { width: metres(edit.width_m) });
    case "gate":
      return t(`edit.did.${GATE[edit.wish]}`);
    case "consent":
      return edit.accepts ? t("edit.did.consentYes") : t("edit.did.consentNo");
    default:
      return t(`edit.did.${edit.do}`);
  }
}

type Idle = keyof typeof en.idle;

/** Why an edit changes nothing on the map as it is now. */
export function idleWords(code: string, t: TFunction): string {
  return t(`edit.idle.${code in en.idle ? (code as Idle) : "other"}`);
}

/** What an edit is about, by name; "" for a wall. */
export function editSubject(edit: Edit, board: Board): string {
  if (edit.do === "neighbourhood") return edit.name;
  if ("opening" in edit) return openingLabel(board, edit.opening);
  return "neighbourhood" in edit ? neighbourhoodLabel(board, edit.neighbourhood) : "";
}

/** Places to show for an edit; none where the board no longer has its subject. */
export function editPlaces(edit: Edit, board: Board): LonLat[] {
  if (edit.do === "wall") return edit.line;
  if (edit.do === "no-wall" || edit.do === "opening") return [edit.place];
  if (edit.do === "boundary" || edit.do === "neighbourhood") return edit.area[0] ?? [];
  if (edit.do === "consent") return board.neighbourhoods.get(edit.neighbourhood)?.area[0] ?? [];
  return board.openings.get(edit.opening)?.line ?? [];
}

/** Whether an edit is about a neighbourhood, or is a wall near its edge. */
export function concerns(edit: Edit, board: Board, id: string): boolean {
  if (edit.do === "wall" || edit.do === "no-wall") {
    const shell = board.neighbourhoods.get(id)?.area[0] ?? [];
    return editPlaces(edit, board).some((place) => (nearestOn(shell, place)?.awayM ?? Infinity) <= NEAR_M);
  }
  if ("neighbourhood" in edit) return edit.neighbourhood === id;
  return board.openings.get(edit.opening)?.neighbourhood === id;
}

/** The newest standing edit of a kind that `about` accepts; `edits` has the newest first. */
export function newest<D extends Edit["do"]>(
  edits: readonly EditView[],
  kind: D,
  about: (edit: Extract<Edit, { do: D }>) => boolean,
): Extract<Edit, { do: D }> | null {
  for (const { edit, stands } of edits) {
    if (!stands || edit.do !== kind) continue;
    const found = edit as Extract<Edit, { do: D }>;
    if (about(found)) return found;
  }
  return null;
}
