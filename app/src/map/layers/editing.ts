/** What is being edited: drafts, the plan before and after, leaks, the round to check, and blocks to accept. */
import type { ExpressionSpecification, LayerSpecification } from "maplibre-gl";
import { palette as c } from "../../shared/palette";
import { BOLD, night, widths } from "./expressions";

const kind: ExpressionSpecification = ["get", "kind"];

function aged(age: "old" | "new", line: ExpressionSpecification): ExpressionSpecification {
  return ["all", ["==", ["get", "age"], age], line];
}

const isLine: ExpressionSpecification = ["==", ["geometry-type"], "LineString"];
const isRing: ExpressionSpecification = ["==", kind, "ring"];
const stands: ExpressionSpecification = ["in", kind, ["literal", ["barrier", "gate", "emergency"]]];

const standColour: ExpressionSpecification = ["match", kind, "gate", "#ffffff", "emergency", c.red, c.blue];

/** The plan before as a ghost, the plan after in bold. */
const difference: LayerSpecification[] = [
  {
    id: "old-ring",
    source: "difference",
    type: "line",
    filter: aged("old", isRing),
    paint: { "line-color": c.grey, "line-width": widths(1, 2.5), "line-dasharray": [4, 3], "line-opacity": 0.7 },
  },
  {
    id: "old-stand",
    source: "difference",
    type: "line",
    filter: aged("old", stands),
    paint: { "line-color": c.grey, "line-width": widths(3, 10), "line-dasharray": [0.6, 0.5], "line-opacity": 0.8 },
  },
  {
    id: "new-ring",
    source: "difference",
    type: "line",
    filter: aged("new", isRing),
    layout: { "line-join": "round" },
    paint: { "line-color": "#ffffff", "line-width": widths(1.8, 4.5) },
  },
  {
    id: "new-stand-halo",
    source: "difference",
    type: "line",
    filter: aged("new", stands),
    paint: { "line-color": c.ground, "line-width": widths(6, 17) },
  },
  {
    id: "new-stand",
    source: "difference",
    type: "line",
    filter: aged("new", stands),
    paint: { "line-color": standColour, "line-width": widths(3.5, 12) },
  },
  {
    id: "changed-opening",
    source: "difference",
    type: "circle",
    filter: ["==", kind, "changed"],
    paint: {
      "circle-radius": ["interpolate", ["linear"], ["zoom"], 13, 8, 17, 25],
      "circle-color": "transparent",
      "circle-stroke-color": c.amber,
      "circle-stroke-width": 3,
    },
  },
];

/** Words at what changed; over the openings' signs. */
const differenceWords: LayerSpecification = {
  id: "changed-word",
  source: "difference",
  type: "symbol",
  minzoom: 15.2,
  filter: ["==", kind, "changed"],
  layout: {
    "text-field": ["get", "word"],
    "text-font": BOLD,
    "text-size": 12.5,
    "text-anchor": "top",
    "text-offset": [0, 1.9],
    "text-allow-overlap": true,
  },
  paint: { "text-color": "#ffd591", "text-halo-color": night.halo, "text-halo-width": 1.8 },
};

const leak: LayerSpecification[] = [
  {
    id: "leak-halo",
    source: "leak",
    type: "line",
    layout: { "line-join": "round", "line-cap": "round" },
    paint: { "line-color": c.ground, "line-width": widths(7, 14) },
  },
  {
    id: "leak-line",
    source: "leak",
    type: "line",
    layout: { "line-join": "round", "line-cap": "round" },
    paint: { "line-color": c.vermilion, "line-width": widths(3.5, 7) },
  },
  {
    id: "leak-way",
    source: "leak",
    type: "symbol",
    filter: isLine,
    layout: {
      "symbol-placement": "line",
      "symbol-spacing": 60,
      "icon-image": "leak-arrow",
      "icon-size": 0.34,
      "icon-allow-overlap": true,
      "icon-ignore-placement": true,
    },
  },
  {
    id: "leak-sign",
    source: "leak",
    type: "symbol",
    filter: ["==", ["geometry-type"], "Point"],
    layout: {
      "icon-image": "opening-bar-blocked",
      "icon-size": ["interpolate", ["linear"], ["zoom"], 13, 0.36, 17, 0.6],
      "icon-allow-overlap": true,
      "icon-ignore-placement": true,
      "text-field": ["get", "number"],
      "text-font": BOLD,
      "text-size": 13,
      "text-anchor": "left",
      "text-offset": [1.1, 0],
      "text-allow-overlap": true,
    },
    paint: { "text-color": "#ffb596", "text-halo-color": night.halo, "text-halo-width": 1.8 },
  },
];

const checklist: LayerSpecification[] = [
  {
    id: "check-walk",
    source: "checklist",
    type: "line",
    layout: { "line-join": "round" },
    paint: { "line-color": "#f1e6a0", "line-width": 1.6, "line-dasharray": [1, 2.5], "line-opacity": 0.9 },
  },
  {
    id: "check-place",
    source: "checklist",
    type: "circle",
    filter: ["==", ["geometry-type"], "Point"],
    paint: {
      "circle-radius": ["case", ["get", "picked"], 14, 10],
      "circle-color": ["case", ["get", "confirmed"], "#16382d", "#3b3415"],
      "circle-stroke-color": ["case", ["get", "confirmed"], c.green, "#f1e6a0"],
      "circle-stroke-width": ["case", ["get", "picked"], 3, 1.8],
    },
  },
  {
    id: "check-number",
    source: "checklist",
    type: "symbol",
    filter: ["==", ["geometry-type"], "Point"],
    layout: {
      "text-field": ["case", ["get", "confirmed"], "✓", ["get", "number"]],
      "text-font": BOLD,
      "text-size": 11.5,
      "text-allow-overlap": true,
      "text-ignore-placement": true,
    },
    paint: { "text-color": "#fff8d2" },
  },
];

const blocks: LayerSpecification[] = [
  {
    id: "block",
    source: "blocks",
    type: "fill",
    paint: { "fill-color": c.violet, "fill-opacity": ["case", ["get", "picked"], 0.3, 0.08] },
  },
  {
    id: "block-edge",
    source: "blocks",
    type: "line",
    paint: { "line-color": c.violet, "line-width": ["case", ["get", "picked"], 3, 1.8], "line-dasharray": [3, 2.2] },
  },
];

const editedWalls: LayerSpecification = {
  id: "edited-wall",
  source: "edited",
  type: "line",
  layout: { "line-join": "round", "line-cap": "round" },
  paint: { "line-color": "#f1e6a0", "line-width": widths(1.8, 5) },
};

const draft: LayerSpecification[] = [
  {
    id: "draft-area",
    source: "draft",
    type: "fill",
    filter: ["==", ["geometry-type"], "Polygon"],
    paint: { "fill-color": c.blue, "fill-opacity": 0.12 },
  },
  {
    id: "draft-line",
    source: "draft",
    type: "line",
    filter: ["!=", ["geometry-type"], "Point"],
    layout: { "line-join": "round" },
    paint: {
      "line-color": ["match", ["get", "tool"], "wall", "#f1e6a0", "opening", c.amber, "#ffffff"],
      "line-width": ["match", ["get", "tool"], ["boundary", "hole"], 2.5, 5],
    },
  },
  {
    id: "draft-middle",
    source: "draft",
    type: "circle",
    filter: ["==", kind, "middle"],
    paint: {
      "circle-radius": 4.5,
      "circle-color": c.ground,
      "circle-stroke-color": "#ffffff",
      "circle-stroke-width": 1.5,
      "circle-opacity": 0.9,
    },
  },
  {
    id: "draft-corner",
    source: "draft",
    type: "circle",
    filter: ["==", kind, "corner"],
    paint: {
      "circle-radius": ["case", ["get", "picked"], 9, 6.5],
      "circle-color": ["case", ["get", "picked"], c.amber, "#ffffff"],
      "circle-stroke-color": c.ground,
      "circle-stroke-width": 2,
    },
  },
];

/** Under the openings' signs. */
export const editingUnder: LayerSpecification[] = [...blocks, ...difference, editedWalls];

/** Over everything. */
export const editingOver: LayerSpecification[] = [...leak, differenceWords, ...checklist, ...draft];
