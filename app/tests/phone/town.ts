/** A tiny night for one crew: a yard, two nets and a gate. */
import type { FieldStore, ReportRow } from "../../src/phone/store/store";
import { add, type Making } from "../../src/phone/store/outbox";
import type { FieldCard, JobCard, StepRow } from "../../src/phone/types";

export const JOURNAL = "01a20cb9-0000-7000-8000-000000000001";
export const CREW = "north-1";

export function job(opening: string, more: Partial<JobCard> = {}): JobCard {
  return {
    opening,
    neighbourhood: "willow",
    neighbourhood_name: "Willow",
    name: opening,
    line: [
      [121, 28.9],
      [121.00004, 28.9],
    ],
    width_m: 4,
    vehicle: false,
    state: "given",
    role: "bar",
    net_m: 4,
    crews: 1,
    skills: [],
    crew: CREW,
    crew_name: "North 1",
    crew_phone: "",
    due_at: null,
    since: null,
    reason: null,
    note: "",
    photo: null,
    done_by: [],
    found_tonight: false,
    partners: [],
    claim_version: 0,
    ...more,
  };
}

export function step(at: string, more: Partial<StepRow> = {}): StepRow {
  return {
    do: "job",
    at,
    starts_at: "2026-02-03T10:14:00Z",
    ends_at: "2026-02-03T10:40:00Z",
    net_m: 4,
    state: "to_come",
    ...more,
  };
}

export function cardOf(more: Partial<FieldCard> = {}): FieldCard {
  return {
    board: "Two Neighbourhoods",
    journal: JOURNAL,
    exercise: true,
    time_zone: "Asia/Shanghai",
    attribution: "",
    position: 0,
    clock: { now: new Date().toISOString(), rate: 1 },
    forgotten: false,
    night: { starts_at: "2026-02-03T10:00:00Z", deadline_at: "2026-02-03T20:00:00Z" },
    plan_version: 1,
    crew: {
      id: CREW,
      name: "North 1",
      lender: "North",
      people: 3,
      state: "idle",
      place: [121, 28.895],
      van_m: 60,
      load_m: 0,
      skills: [],
      from_at: null,
      until_at: null,
    },
    choices: [],
    steps: [step("yard", { do: "load", net_m: 60 }), step("lane"), step("steps"), step("gate", { net_m: 0 })],
    jobs: [job("lane"), job("steps"), job("gate", { role: "gate", net_m: 0 })],
    free: [],
    yards: [{ id: "yard", name: "Yard", place: [121.003, 28.895], phone: "000", load_s: 600, stock_m: 100 }],
    problems: [],
    decisions: [],
    neighbourhoods: [],
    map_key: "m1",
    map: { features: [] },
    ...more,
  };
}

export function making(kind: string, body: Record<string, unknown>, more: Partial<Making> = {}): Making {
  const happenedAt = new Date().toISOString();
  return { kind, body: { crew: CREW, ...body }, happenedAt, journal: JOURNAL, origin: "phone-a", ...more };
}

/** Reports so many starts, one after the other. */
export async function started(store: FieldStore, ...openings: string[]): Promise<ReportRow[]> {
  const rows: ReportRow[] = [];
  for (const opening of openings) rows.push(await add(store, making("opening.started", { opening })));
  return rows;
}

/** An error as browsers raise it when a site has used up its room. */
export function full(): Error {
  return new DOMException("no more room", "QuotaExceededError");
}

let stores = 0;

/** A fresh name for a store. */
export function storeName(): string {
  stores += 1;
  return `test-${stores}`;
}
