/** Places on a small piece of ground: metres between them, moving them, and the edges they lie on. */
import type { LonLat } from "../api/types";

const METRES_A_DEGREE = 111_320;
/** A hand's breadth; more digits would only pretend. */
const DIGITS = 6;

function eastMetres(latitude: number): number {
  return METRES_A_DEGREE * Math.cos((latitude * Math.PI) / 180);
}

/** How far east and north of `from` a place lies, in metres. */
function step(from: LonLat, to: LonLat): [number, number] {
  return [(to[0] - from[0]) * eastMetres(from[1]), (to[1] - from[1]) * METRES_A_DEGREE];
}

function rounded(value: number): number {
  return Number(value.toFixed(DIGITS));
}

/** A place to the accuracy that is kept. */
export function tidy(place: LonLat): LonLat {
  return [rounded(place[0]), rounded(place[1])];
}

/** Metres as the crow flies. */
export function metresBetween(a: LonLat, b: LonLat): number {
  return Math.hypot(...step(a, b));
}

/** Metres along a line. */
export function lengthOf(line: readonly LonLat[]): number {
  return line.slice(1).reduce((sum, place, at) => sum + metresBetween(line[at] ?? place, place), 0);
}

/** A place so many metres to the east and the north. */
export function moved(place: LonLat, eastM: number, northM: number): LonLat {
  return tidy([place[0] + eastM / eastMetres(place[1]), place[1] + northM / METRES_A_DEGREE]);
}

export function halfway(a: LonLat, b: LonLat): LonLat {
  return tidy([(a[0] + b[0]) / 2, (a[1] + b[1]) / 2]);
}

export interface OnEdge {
  place: LonLat;
  /** The side it lies on, counted from the line's first place. */
  side: number;
  awayM: number;
}

/** The point of a line that is nearest to a place; null for a line of fewer than two places. */
export function nearestOn(line: readonly LonLat[], place: LonLat): OnEdge | null {
  let nearest: OnEdge | null = null;
  for (const [side, b] of line.slice(1).entries()) {
    const a = line[side] ?? b;
    const [sx, sy] = step(a, b);
    const [px, py] = step(a, place);
    const share = Math.min(1, Math.max(0, (px * sx + py * sy) / (sx ** 2 + sy ** 2 || 1)));
    const awayM = Math.hypot(px - share * sx, py - share * sy);
    if (nearest && awayM >= nearest.awayM) continue;
    nearest = { place: tidy([a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share]), side, awayM };
  }
  return nearest;
}

/** A gap of some width along the side of an edge, its middle at a place on that side. */
export function gapAt(edge: readonly LonLat[], place: LonLat, widthM: number): [LonLat, LonLat] {
  const on = nearestOn(edge, place);
  const [a, b] = on ? [edge[on.side], edge[on.side + 1]] : [undefined, undefined];
  if (!on || !a || !b) return [place, place];
  const [east, north] = step(a, b);
  const length = Math.hypot(east, north) || 1;
  const [e, n] = [((east / length) * widthM) / 2, ((north / length) * widthM) / 2];
  return [moved(on.place, -e, -n), moved(on.place, e, n)];
}

/** The places of a closed ring with its first one again at the end. */
export function closed(places: readonly LonLat[]): LonLat[] {
  const [first] = places;
  return first ? [...places, first] : [];
}

function turn(a: LonLat, b: LonLat, c: LonLat): number {
  return Math.sign((b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0]));
}

function cross(a: LonLat, b: LonLat, c: LonLat, d: LonLat): boolean {
  return turn(a, b, c) !== turn(a, b, d) && turn(c, d, a) !== turn(c, d, b);
}

/** Whether a ring (its last place is not its first again) crosses itself. */
export function crossesItself(places: readonly LonLat[]): boolean {
  const ring = closed(places);
  const sides = ring.slice(1).map((b, at): [LonLat, LonLat] => [ring[at] ?? b, b]);
  return sides.some(([a, b], i) =>
    sides.slice(i + 2).some(([c, d], j) => {
      const neighbours = i === 0 && i + 2 + j === sides.length - 1;
      return !neighbours && cross(a, b, c, d);
    }),
  );
}

/** 29.12345, 120.23456: latitude first, as maps and phones write it. */
export function written([lon, lat]: LonLat): string {
  return `${lat.toFixed(DIGITS)}, ${lon.toFixed(DIGITS)}`;
}

/** A place as somebody wrote it, latitude first; null where it is none on this earth. */
export function read(text: string): LonLat | null {
  const parts = text
    .replace(/[，、;；]/g, ",")
    .split(/[\s,]+/)
    .filter(Boolean)
    .map(Number);
  const [lat, lon] = parts;
  if (parts.length !== 2 || lat === undefined || lon === undefined) return null;
  if (!(Math.abs(lat) <= 90 && Math.abs(lon) <= 180)) return null;
  return tidy([lon, lat]);
}
