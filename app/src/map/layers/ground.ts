/** The ground: calm, below what is at stake. */
import type { ExpressionSpecification, LayerSpecification } from "maplibre-gl";
import { night, only, widths } from "./expressions";

const isMain: ExpressionSpecification = [
  "in",
  ["get", "highway"],
  ["literal", ["motorway", "trunk", "primary", "secondary", "tertiary"]],
];

export const ground: LayerSpecification[] = [
  { id: "land", type: "background", paint: { "background-color": night.land } },
  {
    id: "green",
    source: "base",
    type: "fill",
    filter: only("green"),
    paint: { "fill-color": night.green, "fill-antialias": false },
  },
  { id: "square", source: "base", type: "fill", filter: only("square"), paint: { "fill-color": night.square } },
  {
    id: "grounds",
    source: "base",
    type: "fill",
    filter: ["in", ["get", "layer"], ["literal", ["school", "hospital"]]],
    paint: { "fill-color": night.grounds },
  },
  {
    id: "water",
    source: "base",
    type: "fill",
    filter: ["all", only("water"), ["!=", ["geometry-type"], "LineString"]],
    paint: { "fill-color": night.water },
  },
  {
    id: "water-line",
    source: "base",
    type: "line",
    filter: ["all", only("water"), ["==", ["geometry-type"], "LineString"]],
    paint: { "line-color": night.water, "line-width": widths(2, 24) },
  },
  {
    id: "rail",
    source: "base",
    type: "line",
    filter: ["all", only("rail"), ["==", ["geometry-type"], "LineString"]],
    paint: { "line-color": night.rail, "line-width": 1.5, "line-dasharray": [6, 3] },
  },
  {
    id: "path",
    source: "base",
    type: "line",
    minzoom: 14.5,
    filter: ["all", only("way"), ["!=", ["get", "vehicle"], true]],
    paint: { "line-color": night.path, "line-width": widths(0.5, 4), "line-dasharray": [3, 1.5] },
  },
  {
    id: "road",
    source: "base",
    type: "line",
    filter: ["all", only("way"), ["==", ["get", "vehicle"], true], ["!", isMain]],
    layout: { "line-cap": "round", "line-join": "round" },
    paint: { "line-color": night.road, "line-width": widths(1, 14) },
  },
  {
    id: "main-road",
    source: "base",
    type: "line",
    filter: ["all", only("way"), isMain],
    layout: { "line-cap": "round", "line-join": "round" },
    paint: { "line-color": night.main, "line-width": widths(2.4, 30) },
  },
  {
    id: "building",
    source: "base",
    type: "fill",
    filter: only("building"),
    paint: { "fill-color": night.building, "fill-outline-color": night.buildingEdge },
  },
  {
    id: "wall",
    source: "base",
    type: "line",
    minzoom: 15,
    filter: ["all", only("barrier"), ["==", ["geometry-type"], "LineString"]],
    paint: { "line-color": night.wall, "line-width": widths(0.4, 3) },
  },
];
