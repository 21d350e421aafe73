/** Reports kept apart, in words. */
import type { TFunction } from "i18next";
import { Refused } from "../api/http";
import { refusalText } from "../dialogs/refusalWords";
import { eventText } from "../shared/eventWords";
import { hourMinute, instant } from "../shared/format";
import type { Board } from "../state/board";
import type { KeptView } from "./calls";

const WORDS = {
  "quarantine.settled_meanwhile": "meanwhile",
  "quarantine.unreadable": "unreadable",
  "quarantine.not_yours": "notYours",
  "quarantine.unknown": "unknown",
} as const;

export function quarantineRefusal(error: unknown, board: Board, t: TFunction): string {
  if (!(error instanceof Refused) || !(error.code in WORDS)) return refusalText(error, t, board.time_zone);
  const at = instant(typeof error.facts.at === "string" ? error.facts.at : null);
  return t(`quarantine.refusal.${WORDS[error.code as keyof typeof WORDS]}`, {
    by: error.facts.by ?? "",
    at: at === null ? "" : hourMinute(at, board.time_zone),
  });
}

/** What it would say in the log, were it believed; the claimed kind's name where it can't be read. */
export function saidText(kept: KeptView, board: Board, t: TFunction): string {
  if (!kept.readable) return kept.claimed_kind || "?";
  const { claimed_kind: kind, actor, opening, crew, supplier } = kept;
  return eventText({ position: 0, kind, at: kept.at, actor, opening, crew, supplier, facts: factsIn(kept) }, board, t);
}

/** The plain numbers and words of the report's body, for its line. */
function factsIn(kept: KeptView): Record<string, string | number> {
  const { body } = JSON.parse(kept.raw) as { body: Record<string, unknown> };
  const plain = Object.entries(body).filter(([, value]) => typeof value === "string" || typeof value === "number");
  return Object.fromEntries(plain) as Record<string, string | number>;
}
