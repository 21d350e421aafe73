/** The account's key figures, reckoned from what the server tells. */
import type { Afterwards } from "./calls";

const MINUTE_MS = 60_000;

export interface Figures {
  /** Openings that were to be barred, gated or made ready. */
  openings: number;
  done: number;
  /** Of those done, how many by the time of the first plan that had them. */
  inTime: number;
  /** Half of those done were later than this, in minutes; null where none can be compared. */
  medianLateMin: number | null;
  blockedTimes: number;
  blockedMin: number;
  /** Minutes the night ended later than the first plan had it; null while it has not ended. */
  finishLateMin: number | null;
  problems: number;
  problemsOpen: number;
  decisions: number;
  decisionsDone: number;
  crewsLost: number;
}

function minutesLate(told: string | null | undefined, was: string | null | undefined): number | null {
  return told && was ? (Date.parse(was) - Date.parse(told)) / MINUTE_MS : null;
}

/** The middle one, or the mean of the two middle ones. */
export function median(values: readonly number[]): number | null {
  const sorted = [...values].sort((a, b) => a - b);
  const low = sorted[Math.floor((sorted.length - 1) / 2)];
  const high = sorted[Math.floor(sorted.length / 2)];
  return low === undefined || high === undefined ? null : (low + high) / 2;
}

export function figuresOf(told: Afterwards): Figures {
  const work = told.openings.filter((row) => row.role !== null && row.role !== "inside");
  const done = work.filter((row) => row.done_at);
  const late = done.map((row) => minutesLate(row.first_due_at, row.done_at)).filter((min) => min !== null);
  const all = work.length > 0 && done.length === work.length;
  const sum = (values: readonly (number | undefined)[]) =>
    values.reduce<number>((held, value) => held + (value ?? 0), 0);
  return {
    openings: work.length,
    done: done.length,
    inTime: late.filter((min) => min <= 0).length,
    medianLateMin: median(late),
    blockedTimes: sum(work.map((row) => row.blocked_times)),
    blockedMin: sum(work.map((row) => row.blocked_min)),
    finishLateMin: all ? minutesLate(told.first_finish_at, told.finish_at) : null,
    problems: told.problems.length,
    problemsOpen: told.problems.filter((row) => row.state !== "closed").length,
    decisions: told.decisions.length,
    decisionsDone: told.decisions.filter((row) => row.done_at).length,
    crewsLost: told.crews.filter((row) => row.lost).length,
  };
}
