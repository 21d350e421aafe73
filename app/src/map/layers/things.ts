/** Openings, crews and suppliers, and the marks round what is picked or new. */
import type { ExpressionSpecification, LayerSpecification, SymbolLayerSpecification } from "maplibre-gl";
import { palette as c } from "../../shared/palette";
import { BOLD, night } from "./expressions";

/** A sign's size at a zoom, smaller for those that stand back: what stands, and crews at rest. */
function scaled(size: number): ExpressionSpecification {
  return ["*", size, ["get", "scale"]];
}

/** Shares of the signs' 64 pixels. */
const openingSize: ExpressionSpecification = [
  "interpolate",
  ["linear"],
  ["zoom"],
  12.5,
  scaled(0.1),
  13.4,
  scaled(0.17),
  14,
  scaled(0.28),
  15.2,
  scaled(0.4),
  16,
  0.48,
  17.5,
  0.62,
];

const crewSize: ExpressionSpecification = [
  "interpolate",
  ["linear"],
  ["zoom"],
  12.5,
  scaled(0.17),
  13.4,
  scaled(0.27),
  14,
  scaled(0.38),
  16,
  0.54,
];

/** Openings, and the marks round what is picked or new. */
export const things: LayerSpecification[] = [
  {
    id: "fresh",
    source: "fresh",
    type: "circle",
    paint: {
      "circle-radius": ["interpolate", ["linear"], ["zoom"], 13, 7, 17, 22],
      "circle-color": "#ffffff",
      "circle-opacity": 0.1,
      "circle-stroke-color": "#ffffff",
      "circle-stroke-width": 1.6,
      "circle-stroke-opacity": 0.85,
    },
  },
  {
    id: "picked-way",
    source: "picked",
    type: "line",
    filter: ["==", ["geometry-type"], "LineString"],
    layout: { "line-join": "round", "line-cap": "round" },
    paint: { "line-color": c.blue, "line-width": 2.5, "line-dasharray": [1, 2] },
  },
  {
    id: "picked-point",
    source: "picked",
    type: "circle",
    filter: ["==", ["geometry-type"], "Point"],
    paint: {
      "circle-radius": ["interpolate", ["linear"], ["zoom"], 13, 10, 17, 26],
      "circle-color": "transparent",
      "circle-stroke-color": "#ffffff",
      "circle-stroke-width": 2.5,
    },
  },
  {
    id: "opening",
    source: "openings",
    type: "symbol",
    layout: {
      "icon-image": ["get", "icon"],
      "icon-size": openingSize,
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
];

const crewLayout: SymbolLayerSpecification["layout"] = {
  "icon-image": ["get", "icon"],
  "icon-size": crewSize,
  "icon-offset": [24, -30],
  "icon-allow-overlap": true,
  "icon-ignore-placement": true,
  "symbol-sort-key": ["get", "order"],
  "text-field": ["step", ["zoom"], "", 13.6, ["case", ["get", "busy"], ["get", "number"], ""], 15, ["get", "number"]],
  "text-font": BOLD,
  "text-size": ["interpolate", ["linear"], ["zoom"], 13, 9.5, 16, 12.5],
  "text-anchor": "bottom",
  "text-offset": [0.75, -1.45],
  "text-allow-overlap": true,
  "text-ignore-placement": true,
};
const crewPaint: SymbolLayerSpecification["paint"] = {
  "text-color": "#ffffff",
  "text-halo-color": night.halo,
  "text-halo-width": 1.8,
};

/** Crews at rest: under the neighbourhoods' names, which a night's end would cover with lorries. */
export const waiting: LayerSpecification[] = [
  {
    id: "crew-at-rest",
    source: "crews",
    type: "symbol",
    filter: ["!", ["get", "busy"]],
    layout: crewLayout,
    paint: crewPaint,
  },
];

/** What moves or supplies: over everything. */
export const hands: LayerSpecification[] = [
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
    filter: ["get", "busy"],
    layout: crewLayout,
    paint: crewPaint,
  },
];
