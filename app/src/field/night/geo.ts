/** Places on the small map: metres on a plane, distance and direction. WGS 84 in, metres out. */
import type { LonLat } from "../../phone/types";

const M_PER_DEGREE = 111_320;

export interface Point {
  x: number;
  /** South is positive, as on a screen. */
  y: number;
}

/** Puts places on a plane around one of them; true within a few kilometres. */
export class Plane {
  private readonly perLon: number;

  constructor(readonly centre: LonLat) {
    this.perLon = M_PER_DEGREE * Math.cos((centre[1] * Math.PI) / 180);
  }

  at(place: LonLat): Point {
    return { x: (place[0] - this.centre[0]) * this.perLon, y: (this.centre[1] - place[1]) * M_PER_DEGREE };
  }

  place(point: Point): LonLat {
    return [this.centre[0] + point.x / this.perLon, this.centre[1] - point.y / M_PER_DEGREE];
  }
}

/** Halfway across an opening. */
export function middle(line: readonly LonLat[]): LonLat {
  const [a, b] = [line[0] ?? [0, 0], line.at(-1) ?? [0, 0]];
  return [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2];
}

/** Metres from one place to another, as the crow flies. */
export function distance(from: LonLat, to: LonLat): number {
  const { x, y } = new Plane(from).at(to);
  return Math.hypot(x, y);
}

/** Direction from one place to another in degrees, north 0, east 90. */
export function bearing(from: LonLat, to: LonLat): number {
  const { x, y } = new Plane(from).at(to);
  return ((Math.atan2(x, -y) * 180) / Math.PI + 360) % 360;
}

export const WINDS = ["N", "NE", "E", "SE", "S", "SW", "W", "NW"] as const;

/** The wind's name of a direction. */
export function wind(degrees: number): (typeof WINDS)[number] {
  return WINDS[Math.round(degrees / 45) % 8] ?? "N";
}

/** 85 m, 1.2 km */
export function far(metres: number): string {
  if (metres < 1000) return `${Math.max(5, Math.round(metres / 5) * 5)} m`;
  return `${(metres / 1000).toFixed(1)} km`;
}

function nearestOn(p: Point, a: Point, b: Point): Point {
  const length = (b.x - a.x) ** 2 + (b.y - a.y) ** 2;
  const t = length === 0 ? 0 : ((p.x - a.x) * (b.x - a.x) + (p.y - a.y) * (b.y - a.y)) / length;
  const clamped = Math.min(1, Math.max(0, t));
  return { x: a.x + clamped * (b.x - a.x), y: a.y + clamped * (b.y - a.y) };
}

export interface Edge {
  /** Metres from the place to the edge. */
  away: number;
  /** The edge's own direction, one metre long. */
  along: Point;
}

/** The piece of an area's edge nearest to a place; null for an area without one. */
export function nearestEdge(place: LonLat, area: readonly (readonly LonLat[])[]): Edge | null {
  const plane = new Plane(place);
  let best: Edge | null = null;
  for (const ring of area) {
    const points = ring.map((corner) => plane.at(corner));
    for (let k = 1; k < points.length; k += 1) {
      const [a, b] = [points[k - 1], points[k]];
      if (!a || !b) continue;
      const near = nearestOn({ x: 0, y: 0 }, a, b);
      const away = Math.hypot(near.x, near.y);
      const long = Math.hypot(b.x - a.x, b.y - a.y);
      if (long > 0 && (best === null || away < best.away)) {
        best = { away, along: { x: (b.x - a.x) / long, y: (b.y - a.y) / long } };
      }
    }
  }
  return best;
}

/** A line of so many metres across a gap: through the place, along the edge it lies in. */
export function across(place: LonLat, widthM: number, along: Point = { x: 1, y: 0 }): [LonLat, LonLat] {
  const plane = new Plane(place);
  const half = widthM / 2;
  const end = (sign: number) => {
    const [lon, lat] = plane.place({ x: along.x * half * sign, y: along.y * half * sign });
    return [Number(lon.toFixed(7)), Number(lat.toFixed(7))] as const;
  };
  return [end(-1), end(1)];
}
