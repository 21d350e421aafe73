/** The small map as a few long paths, so that an old phone draws it at once; metres on a plane around the map's middle. */
import type { LonLat, MapFeature, SmallMap } from "../../phone/types";
import { Plane, type Point } from "./geo";

export type Layer = "green" | "water" | "canal" | "rail" | "house" | "path" | "street" | "main" | "wall";

const LAYERS: readonly Layer[] = ["green", "water", "canal", "rail", "house", "path", "street", "main", "wall"];

export interface StreetName {
  name: string;
  at: Point;
  /** Degrees on the screen, never upside down. */
  turn: number;
  /** Metres of straight street there: a name needs room. */
  room: number;
}

export interface Drawing {
  plane: Plane;
  paths: Record<Layer, string>;
  names: StreetName[];
}

const MAIN = new Set(["motorway", "trunk", "primary", "secondary", "tertiary"]);

function groundOf({ properties, geometry }: MapFeature): Layer {
  const line = geometry.type.endsWith("LineString");
  if (properties.layer === "water") return line ? "canal" : "water";
  return line ? "rail" : "green";
}

function layerOf(feature: MapFeature): Layer {
  const { properties } = feature;
  if (properties.layer === "building") return "house";
  if (properties.layer === "barrier") return "wall";
  if (properties.layer !== "way") return groundOf(feature);
  if (MAIN.has(properties.highway ?? "")) return "main";
  return properties.vehicle ? "street" : "path";
}

type Ring = LonLat[];

/** Every line or ring of a geometry, however deep it is nested. */
function lines(coordinates: unknown): Ring[] {
  if (!Array.isArray(coordinates) || coordinates.length === 0) return [];
  const first = coordinates[0] as unknown;
  if (Array.isArray(first) && typeof first[0] === "number") return [coordinates as Ring];
  return coordinates.flatMap(lines);
}

function linesOf(feature: MapFeature): Ring[] {
  const { geometry } = feature as { geometry: { coordinates?: unknown; geometries?: MapFeature["geometry"][] } };
  if (geometry.geometries) return geometry.geometries.flatMap((part) => lines(part.coordinates));
  return lines(geometry.coordinates);
}

function pathOf(points: readonly Point[]): string {
  return points.map(({ x, y }, k) => `${k === 0 ? "M" : "L"}${x.toFixed(1)} ${y.toFixed(1)}`).join("");
}

function nameOn(name: string, points: readonly Point[]): StreetName[] {
  const out: StreetName[] = [];
  for (let k = 1; k < points.length; k += 1) {
    const [a, b] = [points[k - 1], points[k]];
    if (!a || !b) continue;
    const turn = (Math.atan2(b.y - a.y, b.x - a.x) * 180) / Math.PI;
    const room = Math.hypot(b.x - a.x, b.y - a.y);
    const upright = turn > 90 ? turn - 180 : turn < -90 ? turn + 180 : turn;
    out.push({ name, at: { x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 }, turn: upright, room });
  }
  return out;
}

const drawn = new WeakMap<SmallMap, Drawing>();

/** The map's drawing, made once. */
export function drawMap(map: SmallMap, centre: LonLat): Drawing {
  const known = drawn.get(map);
  if (known) return known;
  const plane = new Plane(centre);
  const paths = Object.fromEntries(LAYERS.map((layer) => [layer, ""])) as Record<Layer, string>;
  const names: StreetName[] = [];
  for (const feature of map.features) {
    for (const line of linesOf(feature)) {
      const points = line.map((place) => plane.at(place));
      paths[layerOf(feature)] += pathOf(points);
      const { layer, name } = feature.properties;
      if (layer === "way" && name) names.push(...nameOn(name, points));
    }
  }
  const drawing = { plane, paths, names };
  drawn.set(map, drawing);
  return drawing;
}

/** Each street's name once, at the longest straight piece near the middle of what is looked at. */
export function namesIn(drawing: Drawing, middle: Point, halfM: number, most: number): StreetName[] {
  const best = new Map<string, StreetName>();
  for (const piece of drawing.names) {
    const off = Math.max(Math.abs(piece.at.x - middle.x), Math.abs(piece.at.y - middle.y));
    if (off > halfM * 0.75 || piece.room < halfM * 0.2) continue;
    const known = best.get(piece.name);
    if (!known || piece.room > known.room) best.set(piece.name, piece);
  }
  return [...best.values()].sort((a, b) => b.room - a.room).slice(0, most);
}
