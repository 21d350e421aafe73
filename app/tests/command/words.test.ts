import i18next from "i18next";
import { beforeAll, describe, expect, it } from "vitest";
import type { DecisionRow, ProblemRow, ProposedMove, WhatIf } from "../../src/api/types";
import { rightsOf } from "../../src/command/rights";
import { byAt, usualAnswers, whoMay } from "../../src/command/decisionDraft";
import { following } from "../../src/command/dragging";
import { outstanding, pressing } from "../../src/command/problemOrder";
import { toneOf } from "../../src/command/situation/Age";
import { sorted, tableOf } from "../../src/command/situation/tables";
import { isWall } from "../../src/command/WallView";
import { finishShift, minutesLater, moveEffects, moveTitle } from "../../src/command/words";
import { setUpLanguages } from "../../src/i18n/setup";
import { boardOf } from "../../src/state/board";
import { alarm, crew, neighbourhood, opening, willowBend } from "../town";

const t = i18next.t.bind(i18next);
const NOW = Date.parse("2026-02-03T14:12:00Z");
const minutes = (count: number) => new Date(NOW + count * 60_000).toISOString();

beforeAll(async () => {
  setUpLanguages();
  await i18next.changeLanguage("en");
});

function problem(id: string, changes: Partial<ProblemRow> = {}): ProblemRow {
  return {
    id,
    position: 1,
    reason: "residents_object",
    level: "office",
    state: "waiting",
    raised_at: minutes(-10),
    since: minutes(-10),
    due_at: minutes(5),
    by: "squad c01",
    words: "wait or go?",
    said: [],
    version: 0,
    ...changes,
  };
}

function decision(id: string, changes: Partial<DecisionRow> = {}): DecisionRow {
  return {
    id,
    position: 1,
    about: id,
    what: "go_now_with_lead",
    words: "",
    why: "",
    signed_by: "Lin",
    made_by: "Lin",
    made_at: minutes(-5),
    carried_out_by: "squad c01",
    by_at: minutes(10),
    done_by: "",
    done_words: "",
    ...changes,
  };
}

function move(changes: Partial<ProposedMove> = {}): ProposedMove {
  return {
    id: "give:c01:c02:o1:",
    kind: "give",
    on_version: 1,
    finish_before_at: minutes(60),
    finish_after_at: minutes(29),
    undone_before: 0,
    undone_after: 0,
    jobs_moved: 1,
    worth_s: 1860,
    gains: { neighbourhood: "north", before_at: minutes(60), after_at: minutes(29) },
    pays: { neighbourhood: "south", before_at: minutes(20), after_at: minutes(24) },
    crew: "c01",
    to_crew: "c02",
    opening: "o1",
    ...changes,
  };
}

describe("a move in words", () => {
  const board = boardOf(willowBend(), 0);

  it("says what it gains here and costs there, and what becomes of the finish", () => {
    expect(moveEffects(move(), board, t).map((effect) => [effect.text, effect.tone])).toEqual([
      ["north court −31 min", "good"],
      ["south court +4 min", "bad"],
      ["finish −31 min", "good"],
    ]);
  });

  it("names holes closed first", () => {
    const closes = move({ undone_before: 3, undone_after: 1, gains: null, pays: null, finish_after_at: minutes(60) });
    expect(moveEffects(closes, board, t).map((effect) => effect.text)).toEqual(["2 openings more are closed"]);
  });

  it("says who does what", () => {
    expect(moveTitle(move(), board, t)).toBe("north court o1 lane from 01 squad c01 to 02 squad c02");
  });

  it("tells a neighbourhood that could not be closed before", () => {
    const gains = { neighbourhood: "north", before_at: null, after_at: minutes(29) };
    expect(moveEffects(move({ gains, pays: null }), board, t)[0]).toEqual({
      text: "north court is closed after all",
      tone: "good",
    });
  });

  it("counts whole minutes, and none where an end is not known", () => {
    expect(minutesLater(minutes(0), minutes(-7))).toBe(-7);
    expect(minutesLater(minutes(0), null)).toBeNull();
    expect(finishShift({ finish_before_at: minutes(0), finish_after_at: minutes(3) } as WhatIf)).toBe(3);
  });
});

describe("problems and decisions", () => {
  it("stand in the order in which they press", () => {
    const rows = [
      problem("later", { due_at: minutes(9) }),
      problem("settled", { state: "closed", due_at: null }),
      problem("danger", { due_at: minutes(-2) }),
      problem("answered", { state: "answered", due_at: null }),
    ];
    expect(pressing(rows).map((row) => row.id)).toEqual(["danger", "later", "answered", "settled"]);
  });

  it("leave out what is done, replaced or about a settled problem", () => {
    const rows = [
      decision("d1", { by_at: minutes(20) }),
      decision("d2"),
      decision("d3", { done_at: minutes(-1) }),
      decision("d4", { replaced_by: "d1" }),
      decision("d5", { about: "p" }),
    ];
    const settled = new Map([["p", problem("p", { state: "closed" })]]);
    expect(outstanding(rows, settled).map((row) => row.id)).toEqual(["d2", "d1"]);
  });

  it("have usual answers to each reason, and somebody near to carry them out", () => {
    expect(usualAnswers(problem("p"))[0]).toBe("go_now_with_lead");
    expect(usualAnswers(undefined)).toContain("other");
    const board = boardOf(willowBend({ openings: [opening("o1", { crew: "c02" })] }), 0);
    const people = whoMay(problem("p", { opening: "o1", neighbourhood: "north" }), board);
    expect(people.slice(0, 2).map((one) => one.value)).toEqual(["org:willows", "crew:c02"]);
  });

  it("are due so many minutes from now, or at dawn", () => {
    expect(byAt(30, NOW, null)).toBe(minutes(30));
    expect(byAt("dawn", NOW, NOW + 60_000)).toBe(minutes(1));
  });
});

describe("an opening that is dragged", () => {
  it("knows what followed it, so that it can go back there", () => {
    const step = (at: string, state: "to_come" | "done" = "to_come") => ({
      do: "job" as const,
      at,
      starts_at: minutes(1),
      ends_at: minutes(2),
      net_m: 4,
      state,
    });
    const own = crew("c01", { steps: [step("o0", "done"), step("o1"), step("o2")] });
    expect(following(own, "o1")).toBe("o2");
    expect(following(own, "o2")).toBeNull();
    expect(following(undefined, "o1")).toBeNull();
  });
});

describe("the age of a cell", () => {
  it("looks fresh, fading, silent, or resting on paper", () => {
    const ago = (count: number) => NOW - count * 60_000;
    expect(toneOf({ at: ago(5) }, NOW)).toBe("fresh");
    expect(toneOf({ at: ago(40) }, NOW)).toBe("fading");
    expect(toneOf({ at: ago(51), expected: true }, NOW)).toBe("silent");
    expect(toneOf({ at: ago(51) }, NOW)).toBe("fading");
    expect(toneOf({ at: null, else: "plan" }, NOW)).toBe("rests");
  });
});

describe("the situation", () => {
  const board = boardOf(
    willowBend({
      openings: [
        opening("o1", { state: "done", since: minutes(-12), photo: "ab", crew: "c01" }),
        opening("o2", { state: "blocked", since: minutes(-30), crew: "c01" }),
        opening("o3", { neighbourhood: "south", crew: "c02", state: "given" }),
      ],
      neighbourhoods: [
        neighbourhood("north", { due_at: minutes(-40) }),
        neighbourhood("south", { due_at: minutes(30) }),
      ],
      crews: [crew("c01", { heard_at: minutes(-55), state: "working" }), crew("c02", { state: "not_yet" })],
      pulse: {
        clock: { now: minutes(0), rate: 1 },
        alarms: [alarm({ opening: "o2" })],
        communities: [],
        forecast: null,
        moves: [],
      },
    }),
    0,
  );

  it("shows what is stuck and late first", () => {
    const rows = sorted(tableOf("neighbourhood", board, NOW, t).rows, null, true);
    expect(rows.map((row) => row.id)).toEqual(["north", "south"]);
    expect(rows[0]?.cells.stuck?.text).toBe("1");
    expect(rows[0]?.cells.due?.text).toBe("40 min late");
  });

  it("gives every cell of every view the age of what it says", () => {
    for (const view of ["neighbourhood", "crew", "lender", "goods"] as const) {
      const table = tableOf(view, board, NOW, t);
      expect(table.rows.length).toBeGreaterThan(0);
      for (const row of table.rows)
        for (const column of table.columns) expect(row.cells[column]?.source, `${view} ${column}`).toBeDefined();
    }
    const north = tableOf("neighbourhood", board, NOW, t).rows.find((row) => row.id === "north");
    expect(north?.cells.done?.source).toMatchObject({ at: NOW - 12 * 60_000, photo: true });
  });

  it("sorts by any column, both ways", () => {
    const { rows } = tableOf("crew", board, NOW, t);
    expect(sorted(rows, "name", false).map((row) => row.id)).toEqual(["c01", "c02"]);
    expect(sorted(rows, "name", true).map((row) => row.id)).toEqual(["c02", "c01"]);
  });

  it("counts a lender's crews that should have been heard of", () => {
    const [willows] = tableOf("lender", board, NOW, t).rows;
    expect(willows?.cells.silent).toMatchObject({ text: "1", bad: true });
  });
});

describe("who may command", () => {
  it("is the commander for decisions, and the lead for crews and answers", () => {
    expect(rightsOf("commander")).toEqual({ command: true, lead: true });
    expect(rightsOf("community_lead")).toEqual({ command: false, lead: true });
    expect(rightsOf("auditor")).toEqual({ command: false, lead: false });
    expect(rightsOf(undefined)).toEqual({ command: false, lead: false });
  });
});

describe("the wall", () => {
  it("is asked for by its own address or by a word in it", () => {
    expect(isWall({ pathname: "/wall", search: "" })).toBe(true);
    expect(isWall({ pathname: "/", search: "?wall" })).toBe(true);
    expect(isWall({ pathname: "/", search: "" })).toBe(false);
  });
});
