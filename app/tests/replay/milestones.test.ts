/** What one jumps to, the stretch of the night, the account's figures, and that nothing is sent from the past. */
import i18next from "i18next";
import { beforeAll, describe, expect, it } from "vitest";
import { Refused, request } from "../../src/api/http";
import { setUpLanguages, speak } from "../../src/i18n/setup";
import { figuresOf, median } from "../../src/replay/account";
import { isReplay } from "../../src/replay/asked";
import type { Afterwards, Milestone, ReplayView } from "../../src/replay/calls";
import { lastOf, milestoneText, neighbour, nightOf, recordOf } from "../../src/replay/milestones";
import { boardOf } from "../../src/state/board";
import { lookBack } from "../../src/state/past";
import { noTotals, willowBend } from "../town";

const at = (minute: number) => new Date(Date.parse("2026-02-03T12:00:00Z") + minute * 60_000).toISOString();
const mark = (position: number, minute: number, more: Partial<Milestone> = {}): Milestone => ({
  position,
  at: at(minute),
  kind: "closed",
  subject: "north",
  by: "",
  ...more,
});
const marks = [mark(4, 1), mark(7, 5), mark(8, 5, { kind: "problem" }), mark(20, 30)];
const board = boardOf(willowBend(), 0);

beforeAll(() => {
  setUpLanguages();
  speak("en");
});

describe("milestones", () => {
  it("are gone through one by one, also those of one moment", () => {
    const from = (minute: number, position: number) => ({ at: Date.parse(at(minute)), position });
    expect(neighbour(marks, from(0, 0), 1)?.position).toBe(4);
    expect(neighbour(marks, from(5, 7), 1)?.position).toBe(8);
    expect(neighbour(marks, from(5, 8), -1)?.position).toBe(7);
    expect(neighbour(marks, from(12, 11), -1)?.position).toBe(8);
    expect(neighbour(marks, from(30, 20), 1)).toBeNull();
    expect(lastOf(marks, 10)?.position).toBe(8);
    expect(lastOf(marks, 3)).toBeNull();
  });

  it("are told in words with the names the board has", () => {
    const t = i18next.t.bind(i18next);
    expect(milestoneText(mark(4, 1), board, t)).toBe("north court closed");
    expect(milestoneText(mark(9, 9, { kind: "plan_adopted", by: "Li" }), board, t)).toBe("Plan adopted by Li");
    expect(milestoneText(mark(9, 9, { kind: "all_closed", subject: "" }), board, t)).not.toContain("{{");
  });
});

describe("the stretch that is played", () => {
  const view = (more: Partial<ReplayView>): ReplayView => ({
    entries: 20,
    from_at: at(-6000),
    until_at: at(6000),
    night: { starts_at: at(0), deadline_at: at(600) },
    milestones: [],
    ...more,
  });

  it("is the night, with an hour before and some after, or all of it", () => {
    expect(nightOf(view({}))).toEqual({ from: Date.parse(at(-60)), until: Date.parse(at(840)) });
    expect(nightOf(view({ night: null }))).toEqual(recordOf(view({})));
  });

  it("is all of it where nothing was recorded in the night, and nothing where nothing was", () => {
    const before = view({ until_at: at(-5000) });
    expect(nightOf(before)).toEqual(recordOf(before));
    expect(nightOf(view({ entries: 0, from_at: null, until_at: null }))).toBeNull();
  });
});

describe("the account's figures", () => {
  const row = (minute: number | null, more: Partial<Afterwards["openings"][0]> = {}): Afterwards["openings"][0] => ({
    id: String(minute),
    name: "",
    neighbourhood: "north",
    role: "bar",
    first_due_at: at(10),
    done_at: minute === null ? null : at(minute),
    blocked_min: 2.5,
    blocked_times: 1,
    net_m: 0,
    plans: 1,
    state: "done",
    ...more,
  });
  const told = (openings: Afterwards["openings"]): Afterwards => ({
    name: "",
    exercise: false,
    time_zone: "",
    night: null,
    plans: 1,
    first_finish_at: at(10),
    finish_at: at(25),
    totals: noTotals,
    openings,
    crews: [],
    lenders: [],
    neighbourhoods: [],
    problems: [],
    decisions: [],
  });

  it("hold what was done against the first plan; what stays inside does not count", () => {
    const figures = figuresOf(told([row(8), row(15), row(25), row(99, { role: "inside" })]));
    expect(figures).toMatchObject({ openings: 3, done: 3, inTime: 1, medianLateMin: 5, blockedTimes: 3 });
    expect(figures.blockedMin).toBe(7.5);
    expect(figures.finishLateMin).toBe(15);
  });

  it("tell no finish while something is left", () => {
    expect(figuresOf(told([row(8), row(null)])).finishLateMin).toBeNull();
    expect(figuresOf(told([])).medianLateMin).toBeNull();
    expect(median([4, 1, 3, 2])).toBe(2.5);
  });
});

describe("the past's address and its rule", () => {
  it("is asked for by path or by question", () => {
    expect(isReplay({ pathname: "/replay/", search: "" })).toBe(true);
    expect(isReplay({ pathname: "/", search: "?replay" })).toBe(true);
    expect(isReplay({ pathname: "/", search: "" })).toBe(false);
  });

  it("lets nothing be sent", async () => {
    lookBack();
    await expect(request("POST", "/api/reports", {})).rejects.toBeInstanceOf(Refused);
  });
});
