/** What one jumps to: which is next, which lie within a stretch, and in words. */
import type { TFunction } from "i18next";
import { problemPlace } from "../command/ProblemItem";
import { crewLabel, neighbourhoodLabel } from "../shared/labels";
import type { Board } from "../state/board";
import type { Milestone, ReplayView } from "./calls";
import type { Bounds } from "./player";

const HOUR_MS = 3_600_000;
/** Shown before the night begins and after its deadline. */
const BEFORE_MS = HOUR_MS;
const AFTER_MS = 4 * HOUR_MS;

/** All that was recorded; nothing where nothing was. */
export function recordOf(view: ReplayView): Bounds | null {
  if (!view.from_at || !view.until_at) return null;
  return { from: Date.parse(view.from_at), until: Date.parse(view.until_at) };
}

/** The night's part of the record, where there is a night and something was recorded in it; else all of it. */
export function nightOf(view: ReplayView): Bounds | null {
  const all = recordOf(view);
  if (!all || !view.night) return all;
  const from = Math.max(all.from, Date.parse(view.night.starts_at) - BEFORE_MS);
  const until = Math.min(all.until, Date.parse(view.night.deadline_at) + AFTER_MS);
  return from < until ? { from, until } : all;
}

/** Which one is behind a moment and position, or before them; of those at one moment each in turn. */
export function neighbour(
  milestones: readonly Milestone[],
  { at, position }: { at: number; position: number },
  way: 1 | -1,
): Milestone | null {
  const place = (mark: Milestone) => Date.parse(mark.at) - at || mark.position - position;
  const beyond = milestones.filter((mark) => Math.sign(place(mark)) === way);
  return (way === 1 ? beyond[0] : beyond.at(-1)) ?? null;
}

/** The last one that had happened. */
export function lastOf(milestones: readonly Milestone[], position: number): Milestone | null {
  return milestones.findLast((mark) => mark.position <= position) ?? null;
}

/** What happened, in one line; `board` knows the names, which the past may not have known yet. */
export function milestoneText(mark: Milestone, board: Board, t: TFunction): string {
  const problem = board.problems.get(mark.subject);
  const decision = board.decisions.get(mark.subject);
  const about = board.problems.get(decision?.about ?? "");
  const where = problem ?? about;
  return t(`replay.mark.${mark.kind}`, {
    by: mark.by,
    where: where ? problemPlace(where, board) : "",
    what: decision ? t(`command.what.${decision.what}`) : "",
    reason: problem ? t(`command.reason.${problem.reason}`) : "",
    place: neighbourhoodLabel(board, mark.subject),
    crew: crewLabel(board, mark.subject),
  }).trim();
}
