/** Why a claim did not come through: above all, who was first and when. */
import type { TFunction } from "i18next";
import { Refused } from "../api/http";
import { refusalText } from "../dialogs/refusalWords";
import { hourMinute, instant } from "../shared/format";
import { crewLabel } from "../shared/labels";
import type { Board } from "../state/board";

const WORDS = {
  "job.taken_meanwhile": "taken",
  "job.locked": "locked",
  "job.not_free": "notFree",
  "job.wrong_version": "wrongVersion",
  "job.not_taken": "notTaken",
  "job.not_yours": "notYours",
  "job.unknown": "unknown",
} as const;

export function claimRefusal(error: unknown, board: Board, t: TFunction): string {
  if (!(error instanceof Refused) || !(error.code in WORDS)) return refusalText(error, t, board.time_zone);
  const { facts, code } = error;
  const at = instant(typeof facts.at === "string" ? facts.at : null);
  return t(`claims.refusal.${WORDS[code as keyof typeof WORDS]}`, {
    crew: crewLabel(board, String(facts.crew ?? "")),
    by: facts.by ?? "",
    at: at === null ? "" : hourMinute(at, board.time_zone),
  });
}
