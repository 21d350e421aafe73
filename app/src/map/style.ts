/** The night map: our own survey as vector layers, calm below what is at stake. */
import type { LayerSpecification, StyleSpecification } from "maplibre-gl";
import { palette as c } from "../shared/palette";

const EMPTY = { type: "FeatureCollection" as const, features: [] };

const night = {
  land: "#0e151c",
  green: "#12241f",
  square: "#18212b",
  water: "#0f2a3f",
  building: "#1c2733",
  buildingEdge: "#293746",
  road: "#2a3744",
  main: "#3a4a59",
  path: "#2b3946",
  rail: "#3d4854",
  wall: "#566474",
  name: "#8698a9",
  halo: "#0b1117",
};

const FONT = ["Noto Sans Regular"];
const BOLD = ["Noto Sans Bold"];

function only(layer: string): ["==", ["get", string], string] {
  return ["==", ["get", "layer"], layer];
}

/** Widths that double with each level, as streets do on the ground. */
function widths(at14: number, at18: number): ["interpolate", ["exponential", number], ["zoom"], number, number, number, number] {
  return ["interpolate", ["exponential", 2], ["zoom"], 14, at14, 18, at18];
}

const isMain: ["in", ["get", string], ["literal", string[]]] = ["in", ["get", "highway"], ["literal", ["motorway", "trunk", "primary", "secondary", "tertiary"]]];

const base: LayerSpecification[] = [
  { id: "land", type: "background", paint: { "background-color": night.land } },
  { id: "green", source: "base", type: "fill", filter: only("green"), paint: { "fill-color": night.green } },
  { id: "square", source: "base", type: "fill", filter: only("square"), paint: { "fill-color": night.square } },
  { id: "water", source: "base", type: "fill", filter: ["all", only("water"), ["!=", ["geometry-type"], "LineString"]], paint: { "fill-color": night.water } },
  { id: "water-line", source: "base", type: "line", filter: ["all", only("water"), ["==", ["geometry-type"], "LineString"]], paint: { "line-color": night.water, "line-width": widths(2, 24) } },
  { id: "rail", source: "base", type: "line", filter: ["all", only("rail"), ["==", ["geometry-type"], "LineString"]], paint: { "line-color": night.rail, "line-width": 1.5, "line-dasharray": [6, 3] } },
  { id: "path", source: "base", type: "line", minzoom: 14.5, filter: ["all", only("way"), ["!=", ["get", "vehicle"], true]], paint: { "line-color": night.path, "line-width": widths(0.5, 4), "line-dasharray": [3, 1.5] } },
  { id: "road", source: "base", type: "line", filter: ["all", only("way"), ["==", ["get", "vehicle"], true], ["!", isMain]], layout: { "line-cap": "round", "line-join": "round" }, paint: { "line-color": night.road, "line-width": widths(1, 14) } },
  { id: "main-road", source: "base", type: "line", filter: ["all", only("way"), isMain], layout: { "line-cap": "round", "line-join": "round" }, paint: { "line-color": night.main, "line-width": widths(2.4, 30) } },
  { id: "building", source: "base", type: "fill", filter: only("building"), paint: { "fill-color": night.building, "fill-outline-color": night.buildingEdge } },
  { id: "wall", source: "base", type: "line", minzoom: 15, filter: ["all", only("barrier"), ["==", ["geometry-type"], "LineString"]], paint: { "line-color": night.wall, "line-width": widths(0.4, 3) } },
];

const rings: LayerSpecification[] = [
  {
    id: "neighbourhood",
    source: "neighbourhoods",
    type: "fill",
    paint: {
      "fill-color": ["match", ["get", "ring"], "closed", c.green, "closing", c.amber, "#8fa7bd"],
      "fill-opacity": ["case", ["boolean", ["feature-state", "over"], false], 0.22, ["match", ["get", "ring"], "closed", 0.13, "closing", 0.08, 0.045]],
    },
  },
  {
    id: "ring-open",
    source: "rings",
    type: "line",
    filter: ["==", ["get", "ring"], "open"],
    paint: { "line-color": "#9db0c2", "line-width": widths(1, 3), "line-dasharray": [3, 2.5], "line-opacity": 0.8 },
  },
  {
    id: "ring-closing",
    source: "rings",
    type: "line",
    filter: ["==", ["get", "ring"], "closing"],
    paint: { "line-color": c.amber, "line-width": widths(1.3, 4), "line-dasharray": [3, 1.6], "line-opacity": 0.9 },
  },
  {
    id: "ring-closed",
    source: "rings",
    type: "line",
    filter: ["==", ["get", "ring"], "closed"],
    layout: { "line-join": "round" },
    paint: { "line-color": c.green, "line-width": widths(1.9, 5) },
  },
  { id: "assumed", source: "assumed", type: "line", minzoom: 15, paint: { "line-color": c.violet, "line-width": widths(0.8, 3), "line-dasharray": [1, 2] } },
  {
    id: "picked-ring",
    source: "picked",
    type: "line",
    filter: ["==", ["geometry-type"], "Polygon"],
    layout: { "line-join": "round" },
    paint: { "line-color": "#ffffff", "line-width": 3 },
  },
  {
    id: "net",
    source: "nets",
    type: "line",
    minzoom: 14,
    layout: { "line-cap": "butt" },
    paint: {
      "line-color": ["match", ["get", "state"], "done", c.green, "under_way", c.amber, "blocked", c.vermilion, c.blue],
      "line-width": widths(2, 9),
      "line-opacity": ["match", ["get", "state"], ["done", "under_way", "blocked"], 1, 0.65],
    },
  },
];

const names: LayerSpecification[] = [
  {
    id: "street-name",
    source: "base",
    type: "symbol",
    minzoom: 13.5,
    filter: ["all", only("way"), ["!=", ["coalesce", ["get", "name"], ""], ""]],
    layout: {
      "symbol-placement": "line",
      "symbol-spacing": 420,
      "text-field": ["get", "name"],
      "text-font": FONT,
      "text-size": ["interpolate", ["linear"], ["zoom"], 14, 10.5, 17, 14],
      "text-letter-spacing": 0.06,
    },
    paint: { "text-color": night.name, "text-halo-color": night.halo, "text-halo-width": 1.4 },
  },
  {
    id: "place-name",
    source: "base",
    type: "symbol",
    minzoom: 13,
    filter: ["all", ["in", ["get", "layer"], ["literal", ["water", "green", "square"]]], ["!=", ["coalesce", ["get", "name"], ""], ""]],
    layout: { "text-field": ["get", "name"], "text-font": FONT, "text-size": 11.5, "text-letter-spacing": 0.1 },
    paint: { "text-color": ["match", ["get", "layer"], "water", "#5f94bd", "green", "#5f9480", night.name], "text-halo-color": night.halo, "text-halo-width": 1.2 },
  },
  {
    id: "neighbourhood-name",
    source: "neighbourhood-labels",
    type: "symbol",
    minzoom: 13.2,
    layout: {
      "text-field": ["format", ["get", "name"], {}, "\n", {}, ["get", "count"], { "font-scale": 0.86, "text-color": ["match", ["get", "ring"], "closed", c.green, "closing", c.amber, "#b9c8d6"] }],
      "text-font": BOLD,
      "text-size": ["interpolate", ["linear"], ["zoom"], 13.5, 10.5, 16, 15],
      "text-line-height": 1.25,
      "text-max-width": 7,
      "text-padding": 1,
    },
    paint: { "text-color": "#dbe5ee", "text-halo-color": night.halo, "text-halo-width": 1.6 },
  },
];

const iconSize: ["interpolate", ["linear"], ["zoom"], ...number[]] = ["interpolate", ["linear"], ["zoom"], 12.5, 0.16, 14, 0.26, 15, 0.36, 16, 0.48, 17.5, 0.62];

const moving: LayerSpecification[] = [
  {
    id: "fresh",
    source: "fresh",
    type: "circle",
    paint: { "circle-radius": ["interpolate", ["linear"], ["zoom"], 13, 7, 17, 22], "circle-color": "#ffffff", "circle-opacity": 0.1, "circle-stroke-color": "#ffffff", "circle-stroke-width": 1.6, "circle-stroke-opacity": 0.85 },
  },
  {
    id: "picked-point",
    source: "picked",
    type: "circle",
    filter: ["==", ["geometry-type"], "Point"],
    paint: { "circle-radius": ["interpolate", ["linear"], ["zoom"], 13, 10, 17, 26], "circle-color": "transparent", "circle-stroke-color": "#ffffff", "circle-stroke-width": 2.5 },
  },
  {
    id: "opening",
    source: "openings",
    type: "symbol",
    layout: {
      "icon-image": ["get", "icon"],
      "icon-size": iconSize,
      "icon-allow-overlap": true,
      "icon-ignore-placement": true,
      "symbol-sort-key": ["get", "order"],
      "text-field": ["step", ["zoom"], "", 15.4, ["get", "number"]],
      "text-font": BOLD,
      "text-size": ["interpolate", ["linear"], ["zoom"], 15.4, 9, 17.5, 15],
      "text-allow-overlap": true,
      "text-ignore-placement": true,
    },
    paint: { "text-color": "#e6f3ff" },
  },
  {
    id: "supplier",
    source: "suppliers",
    type: "symbol",
    layout: {
      "icon-image": ["get", "icon"],
      "icon-size": ["interpolate", ["linear"], ["zoom"], 12.5, 0.32, 16, 0.56],
      "icon-allow-overlap": true,
      "text-field": ["get", "name"],
      "text-font": BOLD,
      "text-size": 12,
      "text-anchor": "top",
      "text-offset": [0, 1.1],
      "text-optional": true,
    },
    paint: { "text-color": "#f1e6a0", "text-halo-color": night.halo, "text-halo-width": 1.5 },
  },
  {
    id: "crew",
    source: "crews",
    type: "symbol",
    layout: {
      "icon-image": ["get", "icon"],
      "icon-size": ["interpolate", ["linear"], ["zoom"], 12.5, 0.26, 14, 0.36, 16, 0.52],
      "icon-allow-overlap": true,
      "icon-ignore-placement": true,
      "symbol-sort-key": ["get", "order"],
      "text-field": ["get", "number"],
      "text-font": BOLD,
      "text-size": ["interpolate", ["linear"], ["zoom"], 13, 9.5, 16, 12.5],
      "text-anchor": "bottom",
      "text-offset": [0, -0.75],
      "text-allow-overlap": true,
      "text-ignore-placement": true,
    },
    paint: { "text-color": "#ffffff", "text-halo-color": night.halo, "text-halo-width": 1.8 },
  },
];

/** What can be pointed at, topmost first, and the kind of thing it is. */
export const TARGETS = [
  ["crew", "crew"],
  ["supplier", "supplier"],
  ["opening", "opening"],
  ["neighbourhood", "neighbourhood"],
] as const;

/** Sources that hold the board's own things; `base` holds the ground. */
export const SOURCES = ["base", "neighbourhoods", "rings", "assumed", "nets", "neighbourhood-labels", "openings", "crews", "suppliers", "picked", "fresh"] as const;
export type SourceId = (typeof SOURCES)[number];

/** The whole style, its sources still empty. */
export function nightStyle(): StyleSpecification {
  return {
    version: 8,
    sources: Object.fromEntries(SOURCES.map((id) => [id, { type: "geojson", data: EMPTY, ...(id === "neighbourhoods" ? { promoteId: "id" } : {}) }])),
    layers: [...base, ...rings, ...names, ...moving],
  };
}
