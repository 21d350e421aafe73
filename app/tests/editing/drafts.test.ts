import { describe, expect, it } from "vitest";
import type { LonLat } from "../../src/api/types";
import {
  addPlace,
  cornersOf,
  draftOf,
  lackOf,
  moveCorner,
  pickCorner,
  removeCorner,
  slideCorner,
  splitAfter,
  stepBack,
} from "../../src/editing/draft";
import {
  closed,
  crossesItself,
  gapAt,
  lengthOf,
  metresBetween,
  moved,
  nearestOn,
  read,
  written,
} from "../../src/editing/places";

const SW: LonLat = [120, 29];
const SE: LonLat = [120.002, 29];
const NE: LonLat = [120.002, 29.002];
const NW: LonLat = [120, 29.002];
const SQUARE = [SW, SE, NE, NW];

describe("places", () => {
  it("move by metres, east and north", () => {
    expect(metresBetween(SW, moved(SW, 10, 0))).toBeCloseTo(10, 0);
    expect(metresBetween(SW, moved(SW, 3, 4))).toBeCloseTo(5, 0);
    expect(moved(SW, 0, -10)[1]).toBeLessThan(29);
  });

  it("find the side of an edge they lie on, the last one too", () => {
    const on = nearestOn(closed(SQUARE), [119.9999, 29.001]);
    expect(on?.side).toBe(3);
    expect(on?.place).toEqual([120, 29.001]);
    expect(on?.awayM).toBeCloseTo(9.7, 0);
    expect(nearestOn([], [0, 0])).toBeNull();
  });

  it("make a gap along the edge as wide as it was said to be", () => {
    const [a, b] = gapAt(closed(SQUARE), [120.001, 28.9999], 4);
    expect(metresBetween(a, b)).toBeCloseTo(4, 0);
    expect(a[1]).toBe(29);
    expect(b[1]).toBe(29);
  });

  it("are read as people write them, latitude first, and nothing else is", () => {
    expect(read("29.5, 120.25")).toEqual([120.25, 29.5]);
    expect(read("29.5，120.25")).toEqual([120.25, 29.5]);
    expect(read(" 29.5 120.25 ")).toEqual([120.25, 29.5]);
    expect(read(written([120.25, 29.5]))).toEqual([120.25, 29.5]);
    expect(read("120.25, 29.5")).toBeNull();
    expect(read("north, 12")).toBeNull();
    expect(read("29.5")).toBeNull();
  });
});

describe("a boundary", () => {
  it("is told without saying its first corner twice", () => {
    expect(cornersOf(closed(SQUARE))).toEqual(SQUARE);
    expect(cornersOf(SQUARE)).toEqual(SQUARE);
  });

  it("crosses itself only where two sides that are no neighbours meet", () => {
    expect(crossesItself(SQUARE)).toBe(false);
    expect(crossesItself([SW, NE, SE, NW])).toBe(true);
  });

  it("moves a corner, and takes the step back", () => {
    const draft = moveCorner(draftOf("boundary", SQUARE), 2, [120.003, 29.003]);
    expect(draft.places[2]).toEqual([120.003, 29.003]);
    expect(lackOf(draft)).toBeNull();
    expect(stepBack(draft).places).toEqual(SQUARE);
    expect(lackOf(stepBack(draft))).toBe("unchanged");
  });

  it("counts a whole drag as one step", () => {
    const begun = moveCorner(draftOf("boundary", SQUARE), 0, [119.9999, 29]);
    const dragged = slideCorner(slideCorner(begun, 0, [119.9998, 29]), 0, [119.9997, 29]);
    expect(dragged.places[0]).toEqual([119.9997, 29]);
    expect(stepBack(dragged).places).toEqual(SQUARE);
  });

  it("gets a corner between two, between the last and the first too", () => {
    const draft = splitAfter(draftOf("boundary", SQUARE), 3);
    expect(draft.places).toHaveLength(5);
    expect(draft.places[4]).toEqual([120, 29.001]);
    expect(draft.at).toBe(4);
  });

  it("keeps three corners, and may not cross itself", () => {
    const triangle = draftOf("boundary", SQUARE.slice(0, 3));
    expect(removeCorner(triangle, 0)).toBe(triangle);
    expect(removeCorner(draftOf("boundary", SQUARE), 3).places).toEqual(SQUARE.slice(0, 3));
    const bow = moveCorner(draftOf("boundary", SQUARE), 1, [119.999, 29.001]);
    expect(lackOf(bow)).toBe("crossesItself");
  });
});

describe("a wall", () => {
  it("is drawn place by place, and needs two that lie apart", () => {
    const one = addPlace(draftOf("wall"), SW);
    expect(lackOf(one)).toBe("tooFew");
    expect(lackOf(addPlace(one, SW))).toBe("tooShort");
    const two = addPlace(one, SE);
    expect(lackOf(two)).toBeNull();
    expect(lengthOf(two.places)).toBeCloseTo(194.7, 0);
    expect(splitAfter(two, 1)).toBe(two);
  });
});

describe("an opening", () => {
  it("is where it was last put, and keys act on it", () => {
    const draft = addPlace(addPlace(draftOf("opening"), SW), SE);
    expect(draft.places).toEqual([SQUARE[1]]);
    expect(pickCorner(draft, 7).at).toBe(0);
    expect(pickCorner(draftOf("opening"), 0).at).toBe(-1);
  });
});
