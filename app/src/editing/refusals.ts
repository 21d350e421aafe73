/** Why an edit, a closure or a file was not taken, in words. */
import type { TFunction } from "i18next";
import { Refused, Unreachable } from "../api/http";
import type { Facts } from "../api/types";
import en from "./en.json";

const WORDS = {
  "survey.no_map": "noMap",
  "survey.edit_invalid": "editInvalid",
  "survey.unknown_opening": "unknownOpening",
  "survey.unknown_neighbourhood": "unknownNeighbourhood",
  "survey.unknown_edit": "unknownEdit",
  "survey.unknown_block": "unknownBlock",
  "survey.undone_meanwhile": "undoneMeanwhile",
  "closure.nothing_in_force": "nothingInForce",
  "closure.nothing_proposed": "nothingProposed",
  "closure.superseded": "superseded",
  "closure.adopted_meanwhile": "adoptedMeanwhile",
  "closure.wrong_version": "wrongVersion",
  "closure.made_on_old_map": "madeOnOldMap",
  "closure.check_failed": "checkFailed",
  "photo.too_large": "photo",
  "photo.not_jpeg": "photo",
  "photo.wrong_digest": "photo",
} as const;

function isKnown(code: string): code is keyof typeof WORDS {
  return code in WORDS;
}

type Why = keyof typeof en.why;

function reason(facts: Facts, t: TFunction): string {
  const why = String(facts.why ?? facts.detail ?? "");
  return why in en.why ? t(`edit.why.${why as Why}`, { other: facts.other }) : why;
}

export function editRefusal(error: unknown, t: TFunction): string {
  if (error instanceof Unreachable) return t("edit.refusal.unreachable");
  if (!(error instanceof Refused)) return t("edit.refusal.other", { code: String(error) });
  const { facts, code, status } = error;
  if (status === 403) return t("edit.refusal.forbidden");
  return t(`edit.refusal.${isKnown(code) ? WORDS[code] : "other"}`, {
    code,
    why: reason(facts, t),
    by: facts.by,
    version: facts.version,
    onVersion: facts.on_version,
  });
}
