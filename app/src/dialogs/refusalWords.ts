/** Refusals in words: who was first and when, or why not. */
import type { TFunction } from "i18next";
import { Refused, Unreachable } from "../api/http";
import { hourMinute, instant } from "../shared/format";

const WORDS = {
  "plan.adopted_meanwhile": "adoptedMeanwhile",
  "plan.wrong_version": "wrongVersion",
  "plan.nothing_proposed": "nothingProposed",
  "plan.superseded": "superseded",
  "plan.made_on_old_version": "madeOnOldVersion",
  "plan.nothing_in_force": "nothingInForce",
  "plan.nothing_left": "nothingLeft",
  "plan.check_failed": "checkFailed",
  csrf: "csrf",
} as const;

function isKnown(code: string): code is keyof typeof WORDS {
  return code in WORDS;
}

/** What to tell the person whose decision did not come through. */
export function refusalText(error: unknown, t: TFunction, timeZone?: string): string {
  if (error instanceof Unreachable) return t("refusal.unreachable");
  if (!(error instanceof Refused)) return t("refusal.other", { code: String(error) });
  const { facts, code } = error;
  const at = instant(typeof facts.at === "string" ? facts.at : null);
  return t(`refusal.${isKnown(code) ? WORDS[code] : "other"}`, {
    code,
    by: facts.by,
    version: facts.version,
    onVersion: facts.on_version,
    madeOn: facts.made_on,
    findings: facts.findings,
    at: at === null ? "" : hourMinute(at, timeZone),
  });
}
