/** The night map: our own survey as vector layers, and the board's things over it. */
import type { StyleSpecification } from "maplibre-gl";
import { editingOver, editingUnder } from "./layers/editing";
import { ground } from "./layers/ground";
import { names, neighbourhoodNames } from "./layers/names";
import { rings } from "./layers/rings";
import { hands, things, waiting } from "./layers/things";

const EMPTY = { type: "FeatureCollection" as const, features: [] };

/** What can be pointed at, topmost first, and the kind of thing it is. */
export const TARGETS = [
  ["crew", "crew"],
  ["crew-at-rest", "crew"],
  ["supplier", "supplier"],
  ["opening", "opening"],
  ["neighbourhood", "neighbourhood"],
] as const;

/** Sources that hold the board's own things; `base` holds the ground. */
export const SOURCES = [
  "base",
  "neighbourhoods",
  "rings",
  "assumed",
  "nets",
  "neighbourhood-labels",
  "openings",
  "crews",
  "suppliers",
  "picked",
  "fresh",
  "draft",
  "edited",
  "difference",
  "leak",
  "checklist",
  "blocks",
] as const;
export type SourceId = (typeof SOURCES)[number];

/** The whole style, its sources still empty. */
export function nightStyle(): StyleSpecification {
  return {
    version: 8,
    sources: Object.fromEntries(
      SOURCES.map((id) => [
        id,
        { type: "geojson", data: EMPTY, ...(id === "neighbourhoods" ? { promoteId: "id" } : {}) },
      ]),
    ),
    layers: [
      ...ground,
      ...rings,
      ...names,
      ...editingUnder,
      ...things,
      ...waiting,
      ...neighbourhoodNames,
      ...hands,
      ...editingOver,
    ],
  };
}
