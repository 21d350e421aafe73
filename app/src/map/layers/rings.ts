/** Neighbourhoods' rings by state, and the nets they are made of. */
import type { LayerSpecification } from "maplibre-gl";
import { palette as c } from "../../shared/palette";
import { widths } from "./expressions";

export const rings: LayerSpecification[] = [
  {
    id: "neighbourhood",
    source: "neighbourhoods",
    type: "fill",
    paint: {
      "fill-color": ["match", ["get", "ring"], "closed", c.green, "closing", c.amber, "#8fa7bd"],
      "fill-opacity": [
        "case",
        ["boolean", ["feature-state", "over"], false],
        0.22,
        ["match", ["get", "ring"], "closed", 0.13, "closing", 0.08, 0.045],
      ],
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
    id: "ring-stands",
    source: "rings",
    type: "line",
    filter: ["==", ["get", "ring"], "stands"],
    layout: { "line-cap": "butt", "line-join": "round" },
    paint: { "line-color": c.green, "line-width": widths(1.6, 5) },
  },
  {
    id: "ring-walled",
    source: "rings",
    type: "line",
    filter: ["==", ["get", "ring"], "walled"],
    paint: { "line-color": "#8fa7bd", "line-width": widths(0.8, 2), "line-gap-width": widths(1, 3) },
  },
  {
    id: "ring-closed",
    source: "rings",
    type: "line",
    filter: ["==", ["get", "ring"], "closed"],
    layout: { "line-join": "round" },
    paint: { "line-color": c.green, "line-width": widths(1.9, 5) },
  },
  {
    id: "assumed",
    source: "assumed",
    type: "line",
    minzoom: 15,
    paint: { "line-color": c.violet, "line-width": widths(0.8, 3), "line-dasharray": [1, 2] },
  },
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
