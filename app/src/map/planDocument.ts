/** The adopted plan's drawing: rings by neighbourhood, nets by opening, and what is merely assumed. */
import type { Feature, FeatureCollection, Geometry } from "geojson";
import type { LonLat, NeighbourhoodRow, OpeningRow, RingState } from "../api/types";
import type { Rows } from "../state/board";
import { ringParts } from "./ringParts";
import { middle } from "./sources";

interface RingProperties {
  neighbourhoods?: string[];
}

/** How far a ring that holds several neighbourhoods has come: as far as its slowest. */
export function slowest(states: readonly RingState[]): RingState {
  if (states.length > 0 && states.every((state) => state === "closed")) return "closed";
  return states.some((state) => state !== "open") ? "closing" : "open";
}

function ofKind(plan: FeatureCollection, ...kinds: string[]): Feature[] {
  return plan.features.filter((feature) => kinds.includes(String(feature.properties?.kind)));
}

function collection(features: Feature[]): FeatureCollection {
  return { type: "FeatureCollection", features };
}

function drawn(geometry: Geometry, properties: Record<string, string>): Feature {
  return { type: "Feature", geometry, properties };
}

interface Ring {
  area: LonLat[][];
  ids: string[];
}

function ringsOf(plan: FeatureCollection | null, rows: Rows<NeighbourhoodRow>): Ring[] {
  const planned = plan ? ofKind(plan, "ring") : [];
  const own = [...rows.values()].map((row): Ring => ({ area: row.area, ids: [row.id] }));
  const drawnIn = planned.flatMap(({ geometry, properties }): Ring[] =>
    geometry.type === "Polygon"
      ? [{ area: geometry.coordinates as LonLat[][], ids: (properties as RingProperties).neighbourhoods ?? [] }]
      : [],
  );
  const held = new Set(drawnIn.flatMap((ring) => ring.ids));
  return [...drawnIn, ...own.filter((ring) => !ring.ids.some((id) => held.has(id)))];
}

/** Rings as lines by how far they are; before a plan is there, the neighbourhoods' own edges. */
export function ringLines(
  plan: FeatureCollection | null,
  rows: Rows<NeighbourhoodRow>,
  openings: Rows<OpeningRow>,
): FeatureCollection {
  return collection(
    ringsOf(plan, rows).flatMap(({ area, ids }) => {
      const held = ids.flatMap((id) => rows.get(id) ?? []);
      if (held.length > 0 && held.every((row) => row.walled)) return lines(area, "walled");
      const state = slowest(held.map((row) => row.ring));
      if (state !== "closing") return lines(area, state);
      const [shell, ...holes] = area;
      const marks = [...openings.values()]
        .filter((row) => row.role !== "inside" && ids.includes(row.neighbourhood))
        .map((row) => ({ place: middle(row.line), stands: row.state === "done" }));
      const parts = ringParts(shell ?? [], marks).flatMap(({ line, stands }) =>
        lines([line], stands ? "stands" : "closing"),
      );
      return [...parts, ...lines(holes, "closing")];
    }),
  );
}

function lines(places: readonly LonLat[][], ring: string): Feature[] {
  return places.map((coordinates) => drawn({ type: "LineString", coordinates }, { ring }));
}

/** Nets where the plan has them standing, else across the gap itself, with their opening's state. */
export function netLines(plan: FeatureCollection | null, rows: Rows<OpeningRow>): FeatureCollection {
  const planned = plan ? ofKind(plan, "barrier") : [];
  const placed = new Set(planned.map((feature) => String(feature.properties?.opening)));
  const fromPlan = planned.flatMap((feature) => {
    const row = rows.get(String(feature.properties?.opening));
    return row ? [drawn(feature.geometry, { id: row.id, state: row.state })] : [];
  });
  const others = [...rows.values()]
    .filter((row) => row.role === "bar" && !placed.has(row.id))
    .map((row) => drawn({ type: "LineString", coordinates: row.line }, { id: row.id, state: row.state }));
  return collection([...fromPlan, ...others]);
}

/** Stretches taken as impassable until the field confirms them. */
export function assumedLines(plan: FeatureCollection | null): FeatureCollection {
  return collection(plan ? ofKind(plan, "assumed").map((feature) => drawn(feature.geometry, {})) : []);
}
