/** The adopted plan's drawing: rings by neighbourhood, nets by opening, and what is merely assumed. */
import type { Feature, FeatureCollection, Geometry } from "geojson";
import type { NeighbourhoodRow, OpeningRow, RingState } from "../api/types";
import type { Rows } from "../state/board";

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

/** Rings with their state; before a plan is there, the neighbourhoods' own edges. */
export function ringLines(plan: FeatureCollection | null, rows: Rows<NeighbourhoodRow>): FeatureCollection {
  const planned = plan ? ofKind(plan, "ring") : [];
  if (planned.length === 0) {
    return collection([...rows.values()].map((row) => drawn({ type: "Polygon", coordinates: row.area }, { id: row.id, ring: row.ring })));
  }
  return collection(
    planned.map((feature) => {
      const ids = (feature.properties as RingProperties).neighbourhoods ?? [];
      const ring = slowest(ids.flatMap((id) => rows.get(id)?.ring ?? []));
      return drawn(feature.geometry, { id: ids.join(" "), ring });
    }),
  );
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
