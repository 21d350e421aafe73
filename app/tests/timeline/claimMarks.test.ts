/** What became of each claim, as the timeline draws it. */
import { describe, expect, it } from "vitest";
import type { OpeningRow } from "../../src/api/types";
import { claimMarks } from "../../src/timeline/claimMarks";

const AT = Date.parse("2026-02-03T12:00:00Z");
const LAPSES = Date.parse("2026-02-03T12:30:00Z");

function taken(more: Partial<OpeningRow>): OpeningRow {
  const claim = {
    version: 1,
    crew: "north-1",
    by: "Zhao",
    at: "2026-02-03T12:00:00Z",
    lapses_at: "2026-02-03T12:30:00Z",
    event_id: "e1",
  };
  return { id: "lane", state: "given", crew: "north-1", claim, since: null, ...more } as OpeningRow;
}

const what = (row: OpeningRow, now: number) => [...claimMarks([row], now).values()].flat()[0];

describe("a claim on the timeline", () => {
  it("is taken, on the row of the crew that took it, when it took it", () => {
    const mark = what(taken({}), AT + 60_000);
    expect(mark).toMatchObject({ crew: "north-1", by: "Zhao", at: AT, what: "taken", other: null });
  });

  it("is lapsed once its time is over and no work has begun", () => {
    expect(what(taken({}), LAPSES)).toMatchObject({ what: "lapsed", endedAt: LAPSES });
    expect(what(taken({ state: "under_way" }), LAPSES)?.what).toBe("taken");
  });

  it("is lost to whoever has it now, since their report of it where there is one", () => {
    const lost = what(taken({ crew: "south-1", since: "2026-02-03T12:10:00Z" }), AT + 60_000);
    expect(lost).toMatchObject({ crew: "north-1", what: "lost", other: "south-1", endedAt: AT + 600_000 });
    expect(what(taken({ crew: "south-1", since: "2026-02-03T11:00:00Z" }), AT)?.endedAt).toBeNull();
  });

  it("is given back, still on the row of the crew that had it, since when and by whom", () => {
    const { claim } = taken({});
    const held = { crew: "north-1", by: "Zhao", at: "2026-02-03T12:00:00Z" };
    const back = claim && { ...claim, version: 2, crew: null, by: "Lin", at: "2026-02-03T12:05:00Z", held };
    const mark = what(taken({ crew: null, state: "planned", claim: back }), AT + 600_000);
    expect(mark).toMatchObject({ crew: "north-1", by: "Zhao", at: AT, what: "given_back", other: null });
    expect(mark).toMatchObject({ endedAt: AT + 300_000, endedBy: "Lin" });
  });

  it("is not drawn where nobody took it", () => {
    expect(what(taken({ claim: null }), AT)).toBeUndefined();
    const { claim } = taken({});
    expect(what(taken({ claim: claim && { ...claim, crew: null } }), AT)).toBeUndefined();
  });

  it("lies in the order of time among a crew's others", () => {
    const first = taken({ id: "a" });
    const { claim } = first;
    const later = taken({ id: "b", claim: claim && { ...claim, at: "2026-02-03T12:20:00Z" } });
    expect(
      claimMarks([later, first], AT)
        .get("north-1")
        ?.map((mark) => mark.opening),
    ).toEqual(["a", "b"]);
  });
});
