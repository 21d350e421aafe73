/** The night's situation as tables: one row for each neighbourhood, crew, lender or yard, the worst first. */
import type { TFunction } from "i18next";
import type { Alarm, CrewRow, NeighbourhoodRow, OpeningRow } from "../../api/types";
import { hourMinute, instant, metres, span } from "../../shared/format";
import { crewLabel, openingLabel, organisationLabel } from "../../shared/labels";
import type { Board } from "../../state/board";
import type { Subject } from "../../state/selection";
import type { Source } from "./Age";

export type View = "neighbourhood" | "crew" | "lender" | "goods";

export interface Cell {
  text: string;
  /** What the column is sorted by. */
  rank: number | string;
  source: Source;
  bad?: boolean;
  right?: boolean;
}

export type Column =
  | "name"
  | "state"
  | "done"
  | "stuck"
  | "due"
  | "doing"
  | "left"
  | "through"
  | "van"
  | "crews"
  | "people"
  | "out"
  | "silent"
  | "stock"
  | "handed"
  | "wanted"
  | "lasts"
  | "until";

export interface Row {
  id: string;
  subject: Subject | null;
  cells: Partial<Record<Column, Cell>>;
  /** The higher, the sooner somebody has to look at it. */
  worst: number;
}

export interface Table {
  columns: Column[];
  rows: Row[];
}

const REGISTER: Source = { at: null, else: "register" };
const PLAN: Source = { at: null, else: "plan" };
const A_MINUTE_MS = 60_000;
const SILENT_MS = 50 * 60_000;

function newest(times: (string | null | undefined)[]): number | null {
  const known = times.flatMap((time) => instant(time) ?? []);
  return known.length ? Math.max(...known) : null;
}

/** The heaviest alarm of each thing. */
function weights(alarms: readonly Alarm[], of: (alarm: Alarm) => string | null | undefined): Map<string, number> {
  const worst = new Map<string, number>();
  for (const alarm of alarms) {
    const id = of(alarm);
    if (id) worst.set(id, Math.max(worst.get(id) ?? 0, alarm.weight));
  }
  return worst;
}

function openingsOf(board: Board): Map<string, OpeningRow[]> {
  const by = new Map<string, OpeningRow[]>();
  for (const row of board.openings.values()) {
    if (row.role !== "inside" && !row.gone) by.set(row.neighbourhood, [...(by.get(row.neighbourhood) ?? []), row]);
  }
  return by;
}

/** When a neighbourhood is (or was) closed, or how late it is. */
function dueCell(row: NeighbourhoodRow, board: Board, now: number, source: Source, t: TFunction): Cell {
  const closed = instant(row.closed_at);
  if (row.ring === "closed" && closed !== null) {
    return { text: hourMinute(closed, board.time_zone), rank: closed, source, right: true };
  }
  const due = instant(row.due_at);
  if (due === null) return { text: "–", rank: Infinity, source: PLAN, right: true };
  const late = now - due > A_MINUTE_MS;
  const text = late ? t("command.situation.late", { span: span(now - due, t) }) : hourMinute(due, board.time_zone);
  return { text, rank: due, source: PLAN, bad: late, right: true };
}

function neighbourhoods(board: Board, now: number, t: TFunction): Table {
  const mine = openingsOf(board);
  const heavy = weights(board.pulse.alarms, (alarm) => alarm.neighbourhood);
  const rows = [...board.neighbourhoods.values()]
    .filter((row) => !row.walled)
    .map((row): Row => {
      const openings = mine.get(row.id) ?? [];
      const at = newest(openings.map((opening) => opening.since));
      const last = openings.find((opening) => instant(opening.since) === at);
      const busy = openings.some((opening) => opening.state === "under_way" || opening.state === "on_the_way");
      const source: Source = { at, photo: Boolean(last?.photo), expected: busy };
      const due = instant(row.due_at);
      const late = row.ring !== "closed" && due !== null ? now - due : 0;
      const stuck = openings
        .filter((opening) => opening.state === "blocked" || !opening.crew)
        .filter((o) => o.state !== "done");
      return {
        id: row.id,
        subject: { kind: "neighbourhood", id: row.id },
        worst: (heavy.get(row.id) ?? 0) * 1e6 + Math.max(0, late) / 1000 + (row.ring === "closed" ? -1e6 : 0),
        cells: {
          name: { text: row.name, rank: row.name, source: REGISTER },
          state: { text: t(`ring.${row.ring}`), rank: row.ring, source },
          done: {
            text: `${row.done}/${row.openings}`,
            rank: row.openings ? row.done / row.openings : 0,
            source,
            right: true,
          },
          stuck: { text: String(stuck.length), rank: stuck.length, source, bad: stuck.length > 0, right: true },
          due: dueCell(row, board, now, source, t),
        },
      };
    });
  return { columns: ["name", "state", "done", "stuck", "due"], rows };
}

function toCome(crew: CrewRow): CrewRow["steps"] {
  return crew.steps.filter((step) => step.do === "job" && step.state === "to_come");
}

/** Something should be heard of it: it is out and has work. */
function isExpected(crew: CrewRow): boolean {
  return crew.state === "working" || crew.state === "on_the_way" || crew.state === "loading" || toCome(crew).length > 0;
}

function crews(board: Board, now: number, t: TFunction): Table {
  const heavy = weights(board.pulse.alarms, (alarm) => alarm.crew);
  const rows = [...board.crews.values()].map((crew): Row => {
    const at = instant(crew.heard_at);
    const source: Source = { at, expected: at !== null && isExpected(crew) };
    const left = toCome(crew).length;
    const through = instant(crew.steps.at(-1)?.ends_at);
    const under = crew.steps.find((step) => step.state === "under_way");
    const late = under ? Math.max(0, now - Date.parse(under.ends_at)) : 0;
    const quiet = at === null ? 0 : now - at;
    return {
      id: crew.id,
      subject: { kind: "crew", id: crew.id },
      worst: (heavy.get(crew.id) ?? 0) * 1e6 + late / 1000 + (source.expected ? quiet / 10_000 : 0),
      cells: {
        name: { text: crewLabel(board, crew.id), rank: crewLabel(board, crew.id), source: REGISTER },
        state: {
          text: t(`crewState.${crew.state}`),
          rank: crew.state,
          source,
          bad: crew.state === "lost",
        },
        doing: {
          text:
            late > 60_000 ? t("command.situation.late", { span: span(late, t) }) : openingLabel(board, crew.job) || "–",
          rank: late,
          source,
          bad: late > 20 * 60_000,
        },
        left: { text: String(left), rank: left, source: PLAN, right: true },
        through: {
          text: through === null ? "–" : hourMinute(through, board.time_zone),
          rank: through ?? 0,
          source: PLAN,
          right: true,
        },
        van: { text: `${crew.load_m} m`, rank: crew.load_m, source: at === null ? REGISTER : source, right: true },
      },
    };
  });
  return { columns: ["name", "state", "doing", "left", "through", "van"], rows };
}

function lenders(board: Board, now: number, t: TFunction): Table {
  const by = new Map<string, CrewRow[]>();
  for (const crew of board.crews.values()) by.set(crew.lender, [...(by.get(crew.lender) ?? []), crew]);
  const rows = [...by].map(([lender, own]): Row => {
    const out = own.filter((crew) => ["working", "on_the_way", "loading"].includes(crew.state));
    const silent = own.filter((crew) => {
      const at = instant(crew.heard_at);
      return isExpected(crew) && at !== null && now - at > SILENT_MS;
    });
    const lost = own.filter((crew) => crew.state === "lost");
    const source: Source = { at: newest(own.map((crew) => crew.heard_at)), expected: out.length > 0 };
    const until = newest(own.map((crew) => crew.until_at));
    const left = own.reduce((sum, crew) => sum + toCome(crew).length, 0);
    const done = own.reduce((sum, c) => sum + c.steps.filter((s) => s.do === "job" && s.state === "done").length, 0);
    return {
      id: lender,
      subject: own[0] ? { kind: "crew", id: own[0].id } : null,
      worst: lost.length * 1e3 + silent.length * 1e2 + left,
      cells: {
        name: { text: organisationLabel(board, lender), rank: organisationLabel(board, lender), source: REGISTER },
        crews: { text: String(own.length), rank: own.length, source: REGISTER, right: true },
        people: {
          text: String(own.reduce((sum, crew) => sum + crew.people, 0)),
          rank: own.reduce((sum, crew) => sum + crew.people, 0),
          source: REGISTER,
          right: true,
        },
        out: { text: String(out.length), rank: out.length, source, right: true },
        silent: {
          text: String(silent.length + lost.length),
          rank: silent.length + lost.length,
          source,
          bad: silent.length + lost.length > 0,
          right: true,
        },
        done: { text: t("detail.stepsDone", { done, total: done + left }), rank: done, source, right: true },
        until: {
          text: until === null ? "–" : hourMinute(until, board.time_zone),
          rank: until ?? 0,
          source: REGISTER,
          right: true,
        },
      },
    };
  });
  return { columns: ["name", "crews", "people", "out", "silent", "done", "until"], rows };
}

function goods(board: Board, _now: number, t: TFunction): Table {
  const wanted = new Map<string, number>();
  for (const crew of board.crews.values()) {
    for (const step of crew.steps) {
      if (step.do !== "load" || step.state !== "to_come") continue;
      wanted.set(step.at, (wanted.get(step.at) ?? 0) + step.net_m);
    }
  }
  const rows = [...board.suppliers.values()].map((yard): Row => {
    const at = instant(yard.heard_at);
    const source: Source = at === null ? REGISTER : { at };
    const need = wanted.get(yard.id) ?? 0;
    const missing = yard.stock_m == null ? 0 : need - yard.stock_m;
    return {
      id: yard.id,
      subject: { kind: "supplier", id: yard.id },
      worst: Math.max(0, missing) * 1e3 + (yard.short ? 100 : 0) + need,
      cells: {
        name: { text: yard.name, rank: yard.name, source: REGISTER },
        stock: {
          text: yard.stock_m == null ? t("command.situation.unlimited") : metres(yard.stock_m),
          rank: yard.stock_m ?? Infinity,
          source,
          bad: yard.short,
          right: true,
        },
        handed: { text: metres(yard.handed_out_m), rank: yard.handed_out_m, source, right: true },
        wanted: { text: metres(need), rank: need, source: PLAN, right: true },
        lasts: {
          text: missing > 0 ? t("command.situation.short", { m: metres(missing) }) : t("command.situation.enough"),
          rank: -missing,
          source: PLAN,
          bad: missing > 0,
        },
      },
    };
  });
  return { columns: ["name", "stock", "handed", "wanted", "lasts"], rows };
}

const VIEWS = { neighbourhood: neighbourhoods, crew: crews, lender: lenders, goods } as const;

export function tableOf(view: View, board: Board, now: number, t: TFunction): Table {
  return VIEWS[view](board, now, t);
}

/** Rows as asked for: by a column, or by who needs somebody soonest. */
export function sorted(rows: readonly Row[], by: Column | null, down: boolean): Row[] {
  const turn = down ? -1 : 1;
  return [...rows].sort((a, b) => {
    if (by === null) return b.worst - a.worst;
    const one = a.cells[by]?.rank ?? 0;
    const other = b.cells[by]?.rank ?? 0;
    const order = typeof one === "string" ? one.localeCompare(String(other)) : one - Number(other);
    return order * turn || b.worst - a.worst;
  });
}
