/** The board as this browser holds it, and how changes fold into it. */
import type {
  BoardView,
  ChangeView,
  CrewRow,
  DecisionRow,
  Happening,
  LockRow,
  NeighbourhoodRow,
  OpeningRow,
  OrganisationRow,
  ProblemRow,
  PulseView,
  SupplierRow,
} from "../api/types";
import { zoneOf } from "./zone";

export type Rows<T> = ReadonlyMap<string, T>;

type Lists =
  | "organisations"
  | "neighbourhoods"
  | "openings"
  | "crews"
  | "suppliers"
  | "problems"
  | "decisions"
  | "locks"
  | "time_zone";

/** A BoardView with its rows by id, and when its clock was read. */
export interface Board extends Omit<BoardView, Lists> {
  organisations: Rows<OrganisationRow>;
  neighbourhoods: Rows<NeighbourhoodRow>;
  openings: Rows<OpeningRow>;
  crews: Rows<CrewRow>;
  suppliers: Rows<SupplierRow>;
  problems: Rows<ProblemRow>;
  decisions: Rows<DecisionRow>;
  /** By opening: which crew it is locked to. */
  locks: ReadonlyMap<string, LockRow>;
  /** The zone its times are told in; undefined for the browser's own. */
  time_zone: string | undefined;
  /** Wall milliseconds (performance.now) at which `pulse.clock.now` was true. */
  clockReadAt: number;
}

const HAPPENINGS_KEPT = 200;

function byId<T extends { id: string }>(rows: readonly T[]): Rows<T> {
  return new Map(rows.map((row) => [row.id, row]));
}

function byOpening(locks: readonly LockRow[]): ReadonlyMap<string, LockRow> {
  return new Map(locks.map((lock) => [lock.opening, lock]));
}

/** The board as it was just fetched. */
export function boardOf(view: BoardView, readAt: number): Board {
  return {
    ...view,
    organisations: byId(view.organisations),
    neighbourhoods: byId(view.neighbourhoods),
    openings: byId(view.openings),
    crews: byId(view.crews),
    suppliers: byId(view.suppliers),
    problems: byId(view.problems),
    decisions: byId(view.decisions),
    locks: byOpening(view.locks),
    time_zone: view.time_zone || zoneOf(view.bounds, new Date(view.pulse.clock.now).getTimezoneOffset()),
    clockReadAt: readAt,
  };
}

/** Rows with newer ones put in; the same map when nothing was newer. */
export function merged<T extends { id: string; position: number }>(rows: Rows<T>, fresh: readonly T[]): Rows<T> {
  const newer = fresh.filter((row) => row.position >= (rows.get(row.id)?.position ?? 0));
  if (newer.length === 0) return rows;
  const next = new Map(rows);
  newer.forEach((row) => next.set(row.id, row));
  return next;
}

function withHappening(log: readonly Happening[], fresh: Happening | null): Happening[] {
  if (!fresh || log.some((known) => known.position === fresh.position)) return [...log];
  return [fresh, ...log].sort((a, b) => b.position - a.position).slice(0, HAPPENINGS_KEPT);
}

/** The board after one change; an old one (already held) leaves it as it is. */
export function changed(board: Board, change: ChangeView): Board {
  if (change.position <= board.position) return board;
  return {
    ...board,
    position: change.position,
    phase: change.phase,
    night: change.night,
    plan: change.plan,
    proposal: change.proposal,
    totals: change.totals,
    neighbourhoods: merged(board.neighbourhoods, change.neighbourhoods),
    openings: merged(board.openings, change.openings),
    crews: merged(board.crews, change.crews),
    suppliers: merged(board.suppliers, change.suppliers),
    problems: merged(board.problems, change.problems),
    decisions: merged(board.decisions, change.decisions),
    locks: byOpening(change.locks),
    standing_rule: change.standing_rule,
    rule_version: change.rule_version,
    happenings: withHappening(board.happenings, change.happening),
  };
}

/** The board after a pulse: clock, alarms, communities, forecast. */
export function pulsed(board: Board, pulse: PulseView, readAt: number): Board {
  return { ...board, pulse, clockReadAt: readAt };
}

/** The board's time now, in Unix milliseconds: its clock goes on between pulses at its own rate. */
export function boardNow(board: Pick<Board, "pulse" | "clockReadAt">, wallNow: number): number {
  const { now, rate } = board.pulse.clock;
  return Date.parse(now) + (wallNow - board.clockReadAt) * rate;
}
