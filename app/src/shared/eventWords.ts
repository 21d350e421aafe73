/** The log's lines in words. */
import type { TFunction } from "i18next";
import type { BlockedReason, DecisionRow, Happening, ProblemRow } from "../api/types";
import type { Board } from "../state/board";
import type { Subject } from "../state/selection";
import { hourMinute, instant, metres } from "./format";
import { crewLabel, neighbourhoodLabel, openingLabel, placeLabel, supplierLabel } from "./labels";

const KNOWN = [
  "survey_recorded",
  "plan_proposed",
  "plan_adopted",
  "crew_set_out",
  "crew_loaded",
  "crew_lost",
  "crew_back",
  "crew_late",
  "opening_started",
  "opening_done",
  "opening_blocked",
  "opening_unblocked",
  "opening_taken_down",
  "opening_found",
  "supplier_counted",
  "problem_raised",
  "problem_passed_on",
  "problem_answered",
  "problem_closed",
  "decision_made",
  "decision_carried_out",
  "job_locked",
  "job_unlocked",
  "standing_rule_set",
  "standing_rule_lifted",
  "terms_set",
  "key_given",
  "survey_edited",
  "survey_edit_undone",
  "closure_proposed",
  "closure_adopted",
  "closure_rules_set",
  "job_taken",
  "job_given_back",
  "goods_planned",
  "goods_ordered",
  "goods_arrived",
  "goods_handed_out",
  "loan_offered",
  "loan_withdrawn",
  "loan_taken",
  "loan_declined",
  "loan_returned",
  "quarantine_kept",
  "quarantine_kept_not_yours",
  "quarantine_kept_differs",
  "quarantine_accepted",
  "quarantine_left",
  "alert_issued",
] as const;

function text(value: string | number | undefined): string {
  return value === undefined ? "" : String(value);
}

type Facts = NonNullable<Happening["facts"]>;

/** Metres of whatever is counted in them. */
function amounts(facts: Facts) {
  const of = (name: string) => metres(Number(facts[name] ?? 0));
  return { net: of("net_m"), stock: of("stock_m"), width: of("width_m") };
}

/** Reasons and decisions in words; a problem's reasons are not those of a blocked opening. */
function choices(event: Happening, facts: Facts, t: TFunction) {
  const reason = facts.reason ?? "other";
  return {
    reason: event.kind.startsWith("problem.")
      ? t(`command.reason.${reason as ProblemRow["reason"]}`)
      : t(`reason.${reason as BlockedReason}`),
    what: t(`command.what.${(facts.what ?? "other") as DecisionRow["what"]}`),
  };
}

/** Who, where and with whom. */
function subjects(event: Happening, facts: Facts, board: Board) {
  const to = facts.to ?? event.opening ?? event.supplier ?? "";
  return {
    actor: event.actor,
    opening: openingLabel(board, event.opening) || neighbourhoodLabel(board, text(facts.neighbourhood)),
    crew: crewLabel(board, event.crew),
    supplier: supplierLabel(board, event.supplier),
    to: placeLabel(board, String(to)),
    who: text(facts.who),
    by: text(facts.by),
  };
}

/** One line of the log; kinds this client does not know show by their name. */
export function eventText(event: Happening, board: Board, t: TFunction): string {
  const facts = event.facts ?? {};
  const name = event.kind.replaceAll(".", "_");
  const named = (wanted: string) => KNOWN.find((known) => known === wanted);
  const kind = named(`${name}_${text(facts.problem)}`) ?? named(name) ?? "other";
  const time = (value: string | number | undefined) => {
    const at = instant(value === undefined ? null : String(value));
    return at === null ? "–" : hourMinute(at, board.time_zone);
  };
  return t(`event.${kind}`, {
    kind: event.kind,
    ...subjects(event, facts, board),
    ...amounts(facts),
    ...choices(event, facts, t),
    finish: time(facts.finish_at),
    from: time(facts.from_at),
  });
}

/** Where on the board the line points. */
export function eventSubject(event: Happening): Subject | null {
  if (event.opening) return { kind: "opening", id: event.opening };
  if (event.crew) return { kind: "crew", id: event.crew };
  if (event.supplier) return { kind: "supplier", id: event.supplier };
  const neighbourhood = text(event.facts?.neighbourhood);
  return neighbourhood ? { kind: "neighbourhood", id: neighbourhood } : null;
}
