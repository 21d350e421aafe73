import { describe, expect, it } from "vitest";
import { boardNow, boardOf, changed, merged, pulsed } from "../src/state/board";
import { finishedAt } from "../src/state/finished";
import { change, neighbourhood, opening, willowBend } from "./town";

const fresh = () => boardOf(willowBend(), 0);

describe("the board folds changes", () => {
  it("takes a row that is newer than the one it holds", () => {
    const board = changed(fresh(), change(11, { openings: [opening("o1", { state: "done", position: 11 })] }));
    expect(board.openings.get("o1")?.state).toBe("done");
    expect(board.position).toBe(11);
  });

  it("leaves a row alone that is older than the one it holds", () => {
    const ahead = changed(fresh(), change(12, { openings: [opening("o1", { state: "done", position: 12 })] }));
    const rows = merged(ahead.openings, [opening("o1", { state: "under_way", position: 11 })]);
    expect(rows.get("o1")?.state).toBe("done");
    expect(rows).toBe(ahead.openings);
  });

  it("learns of an opening the map did not know", () => {
    const board = changed(fresh(), change(11, { openings: [opening("x", { found_tonight: true, position: 11 })] }));
    expect(board.openings.size).toBe(4);
  });

  it("is not moved by a change it already holds, sent again after a reconnect", () => {
    const once = changed(fresh(), change(11));
    expect(changed(once, change(11))).toBe(once);
    expect(changed(once, change(9))).toBe(once);
  });

  it("keeps the log newest first, each line once", () => {
    const board = [change(11), change(12), change(12), change(13)].reduce(changed, fresh());
    expect(board.happenings.map((line) => line.position)).toEqual([13, 12, 11]);
  });

  it("leaves untouched rows as the very same maps, so that nothing redraws for them", () => {
    const before = fresh();
    const after = changed(before, change(11, { openings: [opening("o1", { position: 11 })] }));
    expect(after.crews).toBe(before.crews);
    expect(after.neighbourhoods).toBe(before.neighbourhoods);
  });

  it("goes by the rows' own positions when the first of many messages carries them all", () => {
    const rows = [opening("o1", { state: "done", position: 15 })];
    const caughtUp = [change(11, { openings: rows }), change(12), change(15)].reduce(changed, fresh());
    expect(caughtUp.openings.get("o1")).toMatchObject({ state: "done", position: 15 });
  });
});

describe("the night's end", () => {
  const closed = { ring: "closed" as const, closed_at: "2026-02-03T17:59:00Z" };
  const told = (...rows: ReturnType<typeof neighbourhood>[]) =>
    finishedAt(boardOf(willowBend({ neighbourhoods: rows }), 0));

  it("is when the last of all open neighbourhoods closed; walled ones do not count", () => {
    const first = neighbourhood("north", { ...closed, closed_at: "2026-02-03T15:00:00Z" });
    const walled = neighbourhood("wall", { walled: true });
    expect(told(first, neighbourhood("south", closed), walled)).toBe(Date.parse(closed.closed_at));
  });

  it("has not come while one ring is open, nor where there is nothing to close", () => {
    expect(told(neighbourhood("north", closed), neighbourhood("south", { ring: "closing" }))).toBeNull();
    expect(told(neighbourhood("wall", { walled: true }))).toBeNull();
  });
});

describe("the board's clock", () => {
  it("runs on between pulses at its own rate", () => {
    const pulse = { ...willowBend().pulse, clock: { now: "2026-02-03T14:00:00Z", rate: 200 } };
    const board = pulsed(fresh(), pulse, 1000);
    expect(new Date(boardNow(board, 4000)).toISOString()).toBe("2026-02-03T14:10:00.000Z");
  });
});
