import type { FeatureCollection } from "geojson";
import { describe, expect, it } from "vitest";
import type { LonLat } from "../src/api/types";
import { assumedLines, netLines, ringLines, slowest } from "../src/map/planDocument";
import { ringParts } from "../src/map/ringParts";
import { crewPoints, firstView, openingPoints } from "../src/map/sources";
import { nightStyle } from "../src/map/style";
import { boardOf } from "../src/state/board";
import { crew, neighbourhood, opening, willowBend } from "./town";

const SQUARE: LonLat[] = [
  [0, 0],
  [4, 0],
  [4, 4],
  [0, 4],
  [0, 0],
];

function length(line: readonly LonLat[]): number {
  return line
    .slice(1)
    .reduce((sum, [x, y], at) => sum + Math.hypot(x - (line[at]?.[0] ?? 0), y - (line[at]?.[1] ?? 0)), 0);
}

describe("a closing ring", () => {
  it("is solid round what stands and open elsewhere, and all of it is drawn", () => {
    const parts = ringParts(SQUARE, [
      { place: [2, 0], stands: true },
      { place: [2, 4], stands: false },
    ]);
    const total = (stands: boolean) =>
      parts.filter((part) => part.stands === stands).reduce((sum, part) => sum + length(part.line), 0);
    expect(total(true)).toBeCloseTo(8, 1);
    expect(total(false)).toBeCloseTo(8, 1);
    const standing = parts.filter((part) => part.stands).flatMap((part) => part.line);
    expect(Math.max(...standing.map(([, y]) => y))).toBeLessThanOrEqual(2.01);
  });

  it("is one whole where it has a single opening", () => {
    const parts = ringParts(SQUARE, [{ place: [4, 1], stands: true }]);
    expect(parts.reduce((sum, part) => sum + length(part.line), 0)).toBeCloseTo(16, 1);
    expect(parts.every((part) => part.stands)).toBe(true);
  });

  it("is left as it is where nothing is known of its openings", () => {
    expect(ringParts(SQUARE, [])).toEqual([{ line: SQUARE, stands: false }]);
  });
});

const plan: FeatureCollection = {
  type: "FeatureCollection",
  features: [
    {
      type: "Feature",
      geometry: { type: "Polygon", coordinates: [SQUARE] },
      properties: { kind: "ring", neighbourhoods: ["north", "south"] },
    },
    {
      type: "Feature",
      geometry: { type: "LineString", coordinates: SQUARE.slice(0, 2) },
      properties: { kind: "barrier", opening: "o1" },
    },
    {
      type: "Feature",
      geometry: { type: "LineString", coordinates: SQUARE.slice(1, 3) },
      properties: { kind: "assumed" },
    },
  ],
};

describe("the plan's drawing", () => {
  it("joins two neighbourhoods in one ring, closed only when both are", () => {
    expect(slowest(["closed", "open"])).toBe("closing");
    expect(slowest(["closed", "closed"])).toBe("closed");
    expect(slowest([])).toBe("open");
    const board = boardOf(
      willowBend({
        neighbourhoods: [neighbourhood("north", { ring: "closed" }), neighbourhood("south", { ring: "closed" })],
      }),
      0,
    );
    const { features } = ringLines(plan, board.neighbourhoods, board.openings);
    expect(features.map((feature) => feature.properties?.ring as string)).toEqual(["closed"]);
  });

  it("falls back on the neighbourhoods' own edges before there is a plan", () => {
    const board = boardOf(
      willowBend({ neighbourhoods: [neighbourhood("north"), neighbourhood("south", { walled: true })] }),
      0,
    );
    const { features } = ringLines(null, board.neighbourhoods, board.openings);
    expect(features.map((feature) => feature.properties?.ring as string)).toEqual(["open", "walled"]);
  });

  it("puts a net where the plan has it, and across the gap where the plan is silent", () => {
    const board = boardOf(willowBend(), 0);
    const lines = netLines(plan, board.openings).features;
    expect(lines.map((line) => line.properties?.id as string)).toEqual(["o1", "o2"]);
    expect(lines[0]?.geometry).toMatchObject({ coordinates: SQUARE.slice(0, 2) });
    expect(assumedLines(plan).features).toHaveLength(1);
  });
});

describe("signs on the map", () => {
  it("carry the crew's number only while they wait for the crew", () => {
    const numbers = new Map([["c01", "01"]]);
    const rows = boardOf(
      willowBend({
        openings: [
          opening("a", { state: "given", crew: "c01" }),
          opening("b", { state: "done", crew: "c01" }),
          opening("c", { state: "given", crew: "c01", role: "gate" }),
        ],
      }),
      0,
    ).openings;
    expect(openingPoints(rows, numbers).features.map((point) => point.properties?.number as string)).toEqual([
      "01",
      "",
      "",
    ]);
  });

  it("let crews at rest stand back", () => {
    const rows = boardOf(
      willowBend({ crews: [crew("a", { state: "working" }), crew("b", { state: "off" })] }),
      0,
    ).crews;
    const [busy, off] = crewPoints(rows, new Map(), (row) => row.place).features;
    expect(busy?.properties?.scale).toBeGreaterThan(off?.properties?.scale as number);
  });

  it("show the neighbourhoods to close first, or the ground where there are none", () => {
    const board = boardOf(willowBend(), 0);
    expect(firstView(board.neighbourhoods, board.bounds)).toEqual([120, 29, 120.002, 29.002]);
    expect(firstView(new Map(), board.bounds)).toEqual(board.bounds);
  });

  it("draw from sources that are there", () => {
    const { layers, sources } = nightStyle();
    const used = layers.flatMap((layer) => ("source" in layer ? [layer.source] : []));
    expect(used.filter((source) => !(source in sources))).toEqual([]);
    expect(new Set(layers.map((layer) => layer.id)).size).toBe(layers.length);
  });
});
