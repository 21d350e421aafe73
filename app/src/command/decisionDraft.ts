/** A decision being written: the usual answers to a problem, who may carry them out, and by when. */
import type { DecisionRow, ProblemRow } from "../api/types";
import { crewLabel, organisationLabel } from "../shared/labels";
import type { Board } from "../state/board";

export type What = DecisionRow["what"];

const USUAL: Record<ProblemRow["reason"], What[]> = {
  residents_object: ["go_now_with_lead", "wait_until_dawn", "leave_as_emergency", "another_gate"],
  no_material: ["send_material", "wait_until_dawn"],
  no_fitters: ["send_hands", "wait_until_dawn"],
  too_few_hands: ["send_hands", "wait_until_dawn"],
  car_in_the_way: ["move_the_car", "leave_as_emergency", "wait_until_dawn"],
  danger: ["make_safe", "wait_until_dawn", "send_hands"],
  other: ["go_now_with_lead", "wait_until_dawn"],
};

/** The answers that fit a problem, the most usual first; `other` always fits. */
export function usualAnswers(problem: ProblemRow | undefined): [What, ...What[]] {
  if (!problem) return ["other", "send_material", "send_hands"];
  const [first = "other", ...rest] = USUAL[problem.reason];
  return [first, ...rest, "other"];
}

export interface Somebody {
  value: string;
  label: string;
}

/** Who may be asked to carry it out: the community it is in and the crew concerned first. */
export function whoMay(problem: ProblemRow | undefined, board: Board): Somebody[] {
  const opening = board.openings.get(problem?.opening ?? "");
  const place = board.neighbourhoods.get(problem?.neighbourhood ?? "");
  const near = problem?.crew ?? opening?.crew;
  const crews = [...board.crews.keys()].sort((a, b) => Number(b === near) - Number(a === near));
  const community = place?.community;
  const lead = community ? [{ value: `org:${community}`, label: organisationLabel(board, community) }] : [];
  return [...lead, ...crews.map((id) => ({ value: `crew:${id}`, label: crewLabel(board, id) }))];
}

/** A number of minutes from now, or the deadline. */
export type ByWhen = number | "dawn";

const MINUTE_MS = 60_000;

export function byAt(when: ByWhen, now: number, dawn: number | null): string {
  const at = when === "dawn" ? (dawn ?? now) : now + when * MINUTE_MS;
  return new Date(at).toISOString();
}
