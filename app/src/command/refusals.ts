/** Why a decision was not taken, in words: who was first and when, or what stands against it. */
import type { TFunction } from "i18next";
import { Refused } from "../api/http";
import { refusalText } from "../dialogs/refusalWords";
import { hourMinute, instant } from "../shared/format";

const WORDS = {
  "move.gone": "moveGone",
  "job.unknown": "jobUnknown",
  "job.not_to_do": "jobNotToDo",
  "job.not_with_this_crew": "jobNotWithCrew",
  "job.with_another_crew": "jobWithAnother",
  "problem.unknown": "problemUnknown",
  "problem.closed": "problemClosed",
  "decision.decided_meanwhile": "decidedMeanwhile",
  "terms.set_meanwhile": "setMeanwhile",
  "key.given_meanwhile": "setMeanwhile",
  "rule.changed_meanwhile": "ruleMeanwhile",
  "role.not_allowed": "notAllowed",
} as const;

/** Reasons a plan or a placing may give, as the crew problem's reference lists them. */
const WHY = [
  "skill-missing",
  "crews-too-few",
  "crews-several",
  "locked",
  "van-too-small",
  "no-stock",
  "window-missed",
  "no-time",
  "crew-lost",
] as const;

export function whyNot(code: string, t: TFunction): string {
  const known = WHY.find((name) => name === code);
  return known ? t(`command.why.${known}`) : code;
}

export function commandRefusal(error: unknown, t: TFunction, timeZone?: string): string {
  if (!(error instanceof Refused) || !(error.code in WORDS)) return refusalText(error, t, timeZone);
  const { facts, code } = error;
  const at = instant(typeof facts.at === "string" ? facts.at : null);
  return t(`command.refusal.${WORDS[code as keyof typeof WORDS]}`, {
    by: facts.by ?? "",
    at: at === null ? "" : hourMinute(at, timeZone),
    why: whyNot(String(facts.code ?? ""), t),
  });
}
