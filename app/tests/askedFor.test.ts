/** Codes on paper and messages lead to what they are about. */
import { expect, test } from "vitest";
import { askedFor } from "../src/state/askedFor";
import { boardOf } from "../src/state/board";
import { crew as crewRow, opening, willowBend } from "./town";

const board = boardOf(willowBend({ crews: [crewRow("k1")], openings: [opening("gap")] }), 0);
const crew = "k1";
const gap = "gap";

test("a work order's code picks its crew", () => {
  expect(askedFor(`?crew=${crew}`, board)).toEqual({ kind: "crew", id: crew });
});

test("what the board does not know is passed over", () => {
  expect(askedFor("?crew=nobody", board)).toBeNull();
  expect(askedFor("", board)).toBeNull();
  expect(askedFor(`?crew=${crew}`, null)).toBeNull();
});

test("a problem's message leads to its opening, a decision's to that of its problem", () => {
  const told = {
    ...board,
    problems: new Map([["p1", { id: "p1", opening: gap }]]),
    decisions: new Map([["d1", { id: "d1", about: "p1" }]]),
  } as unknown as typeof board;
  expect(askedFor("?problem=p1", told)).toEqual({ kind: "opening", id: gap });
  expect(askedFor("?decision=d1", told)).toEqual({ kind: "opening", id: gap });
});
