/** Willow Bend: two neighbourhoods, three openings, two crews, one supplier. Tests change what they are about. */
import type { Alarm, BoardView, ChangeView, CrewRow, NeighbourhoodRow, OpeningRow } from "../src/api/types";

export function opening(id: string, changes: Partial<OpeningRow> = {}): OpeningRow {
  return {
    id,
    neighbourhood: "north",
    name: `${id} lane`,
    line: [
      [120.0, 29.0],
      [120.0001, 29.0],
    ],
    width_m: 4,
    vehicle: true,
    state: "planned",
    position: 1,
    role: "bar",
    net_m: 5,
    note: "",
    found_tonight: false,
    undone_why: "",
    undone_code: "",
    flags: [],
    confirmed: false,
    gone: false,
    ...changes,
  };
}

export function neighbourhood(id: string, changes: Partial<NeighbourhoodRow> = {}): NeighbourhoodRow {
  return {
    id,
    name: `${id} court`,
    community: "willows",
    area: [
      [
        [120, 29],
        [120.002, 29],
        [120.002, 29.002],
        [120, 29.002],
        [120, 29],
      ],
    ],
    households: 90,
    ring: "open",
    openings: 2,
    done: 0,
    blocked: 0,
    position: 1,
    walled: false,
    ...changes,
  };
}

export function crew(id: string, changes: Partial<CrewRow> = {}): CrewRow {
  return {
    id,
    name: `squad ${id}`,
    lender: "willows",
    people: 4,
    state: "idle",
    place: [120.001, 29.001],
    van_m: 60,
    load_m: 30,
    skills: [],
    phone: "138 0000 0001",
    from_s: 0,
    until_s: 36_000,
    position: 1,
    steps: [],
    joined: 0,
    ...changes,
  };
}

export const noTotals: BoardView["totals"] = {
  neighbourhoods: 2,
  neighbourhoods_closed: 0,
  nets: 2,
  nets_done: 0,
  gates: 1,
  gates_done: 0,
  emergency: 0,
  emergency_done: 0,
  blocked: 0,
  unplanned: 0,
  net_m_planned: 10,
  net_m_standing: 0,
};

export function alarm(changes: Partial<Alarm> = {}): Alarm {
  return {
    code: "blocked",
    weight: 80,
    since: "2026-02-03T14:00:00Z",
    move: "ask_lead",
    who: "community lead",
    opening: "o1",
    neighbourhood: "north",
    facts: { reason: "car_in_the_way" },
    solved_by: "",
    ...changes,
  };
}

export function willowBend(changes: Partial<BoardView> = {}): BoardView {
  return {
    name: "Willow Bend",
    exercise: true,
    attribution: "",
    time_zone: "",
    bounds: [119.99, 28.99, 120.01, 29.01],
    map_digest: "m",
    position: 10,
    phase: "close",
    night: { starts_at: "2026-02-03T10:00:00Z", deadline_at: "2026-02-03T20:00:00Z" },
    plan: {
      id: "p1",
      version: 1,
      adopted_at: "2026-02-03T09:30:00Z",
      adopted_by: "Li",
      finish_at: "2026-02-03T19:00:00Z",
      bound_at: null,
      undone: 0,
      digest: "d",
    },
    proposal: null,
    totals: noTotals,
    pulse: { clock: { now: "2026-02-03T14:12:00Z", rate: 1 }, alarms: [], communities: [], forecast: null, moves: [] },
    organisations: [{ id: "willows", name: "Willows community", kind: "community", cadres: 5 }],
    neighbourhoods: [neighbourhood("north"), neighbourhood("south")],
    openings: [opening("o1"), opening("o2"), opening("o3", { neighbourhood: "south", role: "gate" })],
    crews: [crew("c01"), crew("c02")],
    suppliers: [
      {
        id: "s1",
        name: "Ironmonger",
        place: [120.005, 29],
        load_s: 600,
        phone: "",
        position: 1,
        stock_m: 400,
        first_stock_m: 400,
        handed_out_m: 0,
        opens_s: 0,
        short: false,
        flags: [],
      },
    ],
    happenings: [],
    problems: [],
    decisions: [],
    locks: [],
    rule_version: 0,
    ...changes,
  };
}

export function change(position: number, changes: Partial<ChangeView> = {}): ChangeView {
  const { plan, night } = willowBend();
  return {
    position,
    happening: {
      position,
      kind: "opening.done",
      at: "2026-02-03T14:13:00Z",
      actor: "c01",
      opening: "o1",
      crew: "c01",
      supplier: null,
      facts: {},
    },
    totals: noTotals,
    phase: "close",
    night,
    plan,
    proposal: null,
    neighbourhoods: [],
    openings: [],
    crews: [],
    suppliers: [],
    problems: [],
    decisions: [],
    locks: [],
    rule_version: 0,
    ...changes,
  };
}
