/** Alarms in words: what is stuck, and the next move. */
import type { TFunction } from "i18next";
import type { Alarm, BlockedReason, DecisionRow, Facts, Flag, OpeningRole, ProblemRow } from "../api/types";
import type { Board } from "../state/board";
import type { Subject } from "../state/selection";
import { metres } from "./format";
import { crewLabel, neighbourhoodLabel, openingLabel, organisationLabel, supplierLabel } from "./labels";

function figure(facts: Facts | undefined, name: string): number {
  return Number(facts?.[name] ?? 0);
}

/** The sentence that says what is stuck. */
export function alarmText(alarm: Alarm, board: Board, t: TFunction): string {
  const { facts } = alarm;
  return t(`alarm.${alarm.code}`, {
    opening: openingLabel(board, alarm.opening) || supplierLabel(board, alarm.supplier),
    crew: crewLabel(board, alarm.crew),
    supplier: supplierLabel(board, alarm.supplier),
    reason: t(`reason.${(facts?.reason ?? "other") as BlockedReason}`),
    flag: t(`flag.${(facts?.flag ?? "two_crews_did_it") as Flag["code"]}`),
    stands: t(`role.${(facts?.stands ?? "bar") as OpeningRole}`),
    minutes: figure(facts, "minutes"),
    jobs: figure(facts, "jobs"),
    openings: figure(facts, "openings"),
    amount: figure(facts, "amount"),
    stock: metres(figure(facts, "stock_m")),
    width: metres(figure(facts, "width_m")),
    ...(alarm.code === "problem" ? problemWords(alarm, board, t) : {}),
    ...(alarm.code === "decision_overdue" ? decisionWords(facts, t) : {}),
  });
}

function problemWords(alarm: Alarm, board: Board, t: TFunction): Record<string, string> {
  const place =
    openingLabel(board, alarm.opening) ||
    neighbourhoodLabel(board, alarm.neighbourhood) ||
    crewLabel(board, alarm.crew);
  return {
    where: place || supplierLabel(board, alarm.supplier),
    reason: t(`command.reason.${(alarm.facts?.reason ?? "other") as ProblemRow["reason"]}`),
    by: String(alarm.facts?.by ?? ""),
  };
}

function decisionWords(facts: Facts | undefined, t: TFunction): Record<string, string> {
  return {
    what: t(`command.what.${(facts?.what ?? "other") as DecisionRow["what"]}`),
    who: String(facts?.who ?? ""),
  };
}

/** The phone to call, where the next move is a call. */
export function alarmPhone(alarm: Alarm, board: Board): string {
  return alarm.move === "call_crew" ? (board.crews.get(alarm.crew ?? "")?.phone ?? "") : "";
}

/** The next move in words. */
export function moveText(alarm: Alarm, board: Board, t: TFunction): string {
  const phone = alarmPhone(alarm, board);
  if (phone) return t("move.call_crew_phone", { phone });
  const community = board.neighbourhoods.get(alarm.neighbourhood ?? "")?.community;
  return t(`move.${alarm.move}`, {
    community: community ? organisationLabel(board, community) : t(`who.${alarm.who}`),
  });
}

/** Where on the board the alarm points. */
export function alarmSubject(alarm: Alarm): Subject | null {
  if (alarm.opening) return { kind: "opening", id: alarm.opening };
  if (alarm.crew) return { kind: "crew", id: alarm.crew };
  if (alarm.supplier) return { kind: "supplier", id: alarm.supplier };
  if (alarm.neighbourhood) return { kind: "neighbourhood", id: alarm.neighbourhood };
  return null;
}

/** One alarm is the same as another when it says the same of the same things. */
export function alarmKey(alarm: Alarm): string {
  const { code, opening, crew, supplier, neighbourhood, problem, decision, facts } = alarm;
  return [code, opening, crew, supplier, neighbourhood, problem, decision, facts?.flag].join("|");
}
