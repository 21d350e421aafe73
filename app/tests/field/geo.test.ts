import { describe, expect, it } from "vitest";
import { across, bearing, distance, far, nearestEdge, Plane, wind } from "../../src/field/night/geo";
import { drawMap, namesIn } from "../../src/field/night/draw";
import type { LonLat } from "../../src/phone/types";

const HERE: LonLat = [121, 28.9];
const SQUARE: LonLat[][] = [
  [
    [121, 28.9],
    [121.002, 28.9],
    [121.002, 28.902],
    [121, 28.902],
    [121, 28.9],
  ],
];

describe("the way there", () => {
  it("is told in metres and winds", () => {
    expect(distance(HERE, [121, 28.901])).toBeCloseTo(111, 0);
    expect(wind(bearing(HERE, [121, 28.91]))).toBe("N");
    expect(wind(bearing(HERE, [121.01, 28.9]))).toBe("E");
    expect(wind(bearing(HERE, [120.99, 28.891]))).toBe("SW");
    expect([far(3), far(87), far(1240)]).toEqual(["5 m", "85 m", "1.2 km"]);
  });
});

describe("an opening found", () => {
  it("lies along the nearest edge, as wide as was said, around the place that was meant", () => {
    const place: LonLat = [121.00195, 28.901];
    const edge = nearestEdge(place, SQUARE);
    expect(edge?.away).toBeCloseTo(4.9, 0);
    const [a, b] = across(place, 6, edge?.along);
    expect(distance(a, b)).toBeCloseTo(6, 1);
    expect(a[0]).toBeCloseTo(b[0], 7); // the eastern edge runs north
    expect((a[1] + b[1]) / 2).toBeCloseTo(28.901, 6);
  });

  it("has a line even where there is no neighbourhood", () => {
    expect(nearestEdge(HERE, [])).toBeNull();
    const [a, b] = across(HERE, 3);
    expect(distance(a, b)).toBeCloseTo(3, 1);
  });
});

describe("the small map", () => {
  const street = (name: string, coordinates: LonLat[]) => ({
    properties: { layer: "way", highway: "residential", vehicle: true, name },
    geometry: { type: "LineString", coordinates },
  });
  const map = {
    features: [
      street("Willow Lane", [HERE, [121.002, 28.9]]),
      {
        properties: { layer: "building" },
        geometry: { type: "MultiPolygon", coordinates: [SQUARE, SQUARE] },
      },
      { properties: { layer: "water" }, geometry: { type: "LineString", coordinates: [HERE, [121.001, 28.9]] } },
    ],
  };

  it("is drawn layer by layer, once", () => {
    const drawing = drawMap(map, HERE);
    expect(drawing.paths.street.startsWith("M0.0 0.0L194.9 0.0")).toBe(true);
    expect(drawing.paths.house.match(/M/g)).toHaveLength(2);
    expect([drawing.paths.canal !== "", drawing.paths.water]).toEqual([true, ""]);
    expect(drawMap(map, HERE)).toBe(drawing);
  });

  it("names each street in view once, never upside down", () => {
    const back = { features: [street("Back", [[121.002, 28.9], HERE]), street("Back", [HERE, [120.999, 28.9]])] };
    const drawing = drawMap(back, HERE);
    const names = namesIn(drawing, new Plane(HERE).at(HERE), 200, 5);
    expect(names.map(({ name }) => name)).toEqual(["Back"]);
    expect(Math.abs(names[0]?.turn ?? 99)).toBeLessThanOrEqual(90);
    expect(namesIn(drawing, { x: 5000, y: 5000 }, 200, 5)).toEqual([]);
  });
});
