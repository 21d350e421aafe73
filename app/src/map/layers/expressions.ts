/** Colours and expressions that several layers share. */
import { FAMILIES } from "../../shared/fonts";
import type { ExpressionSpecification } from "maplibre-gl";

export const night = {
  land: "#0e151c",
  green: "#12241f",
  square: "#18212b",
  grounds: "#1b2029",
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

/** The page's own fonts: without a glyph server MapLibre draws from them, taking the weight from the first name's. */
export const REGULAR = ["Yipanqi Regular", ...FAMILIES];
export const BOLD = ["Yipanqi Bold", ...FAMILIES];

/** Features of one layer of the ground. */
export function only(layer: string): ExpressionSpecification {
  return ["==", ["get", "layer"], layer];
}

/** Widths in pixels that double with each level, as streets do on the ground. */
export function widths(at14: number, at18: number): ExpressionSpecification {
  return ["interpolate", ["exponential", 2], ["zoom"], 14, at14, 18, at18];
}
