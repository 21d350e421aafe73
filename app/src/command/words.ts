/** Moves and what they change, in words: "+4 min there, -31 min here". */
import type { TFunction } from "i18next";
import type { ProposedMove, WhatIf } from "../api/types";
import { instant } from "../shared/format";
import { crewLabel, neighbourhoodLabel, openingLabel, supplierLabel } from "../shared/labels";
import type { Board } from "../state/board";

const MINUTE_MS = 60_000;

/** Minutes later (positive) or sooner (negative); null where one end is not known. */
export function minutesLater(before: string | null | undefined, after: string | null | undefined): number | null {
  const from = instant(before);
  const to = instant(after);
  return from === null || to === null ? null : Math.round((to - from) / MINUTE_MS);
}

export function gainText(minutes: number, t: TFunction): string {
  if (minutes === 0) return t("command.moves.same");
  return minutes < 0 ? t("command.moves.sooner", { minutes: -minutes }) : t("command.moves.later", { minutes });
}

/** What is to be done, in one line. */
export function moveTitle(move: ProposedMove, board: Board, t: TFunction): string {
  return t(`command.moves.${move.kind}`, {
    crew: crewLabel(board, move.crew),
    to: crewLabel(board, move.to_crew),
    opening: openingLabel(board, move.opening),
    supplier: supplierLabel(board, move.supplier),
    jobs: move.jobs_moved,
  });
}

export interface Effect {
  text: string;
  tone: "good" | "bad" | "plain";
}

type Shift = NonNullable<ProposedMove["gains"]>;

function shiftEffect(shift: Shift | null | undefined, board: Board, t: TFunction): Effect[] {
  if (!shift) return [];
  const place = neighbourhoodLabel(board, shift.neighbourhood);
  const later = minutesLater(shift.before_at, shift.after_at);
  if (later === null) {
    const closes = shift.after_at !== null;
    const gain = closes ? t("command.moves.closed") : t("command.moves.opened");
    return [{ text: t("command.moves.here", { place, gain }), tone: closes ? "good" : "bad" }];
  }
  const tone = later < 0 ? "good" : "bad";
  return [{ text: t("command.moves.here", { place, gain: gainText(later, t) }), tone }];
}

/** What a move gains and what it costs, the gain first. */
export function moveEffects(move: ProposedMove, board: Board, t: TFunction): Effect[] {
  const holes = move.undone_before - move.undone_after;
  const finish = minutesLater(move.finish_before_at, move.finish_after_at) ?? 0;
  const effects: Effect[] = [];
  if (holes > 0) effects.push({ text: t("command.moves.holes", { count: holes }), tone: "good" });
  effects.push(...shiftEffect(move.gains, board, t), ...shiftEffect(move.pays, board, t));
  if (finish !== 0) {
    const text = t("command.moves.finish", { gain: gainText(finish, t) });
    effects.push({ text, tone: finish < 0 ? "good" : "bad" });
  }
  return effects;
}

/** The finish's shift of a what-if, in minutes; null where the crew can't do it. */
export function finishShift(told: WhatIf): number | null {
  return minutesLater(told.finish_before_at, told.finish_after_at);
}
