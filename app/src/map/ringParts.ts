/** A closing ring cut into pieces, each as far as the opening nearest along it: its closed part shows solid. */
import type { LonLat } from "../api/types";

export interface RingPart {
  line: LonLat[];
  stands: boolean;
}

interface Side {
  a: LonLat;
  b: LonLat;
  /** How far along the ring the side begins, and how long it is; in degrees of latitude. */
  from: number;
  length: number;
}

interface Mark {
  at: number;
  stands: boolean;
}

/** A step from one place to another; degrees of longitude count less the farther from the equator. */
function step(a: LonLat, b: LonLat): [number, number] {
  return [(b[0] - a[0]) * Math.cos((a[1] * Math.PI) / 180), b[1] - a[1]];
}

function sidesOf(shell: readonly LonLat[]): Side[] {
  const sides: Side[] = [];
  let from = 0;
  let a = shell[0];
  for (const b of shell.slice(1)) {
    if (!a) break;
    const length = Math.hypot(...step(a, b));
    if (length > 0) sides.push({ a, b, from, length });
    from += length;
    a = b;
  }
  return sides;
}

/** How far along the ring the point nearest to a place lies. */
function along(sides: readonly Side[], place: LonLat): number {
  let nearest = Infinity;
  let at = 0;
  for (const { a, b, from, length } of sides) {
    const [sx, sy] = step(a, b);
    const [px, py] = step(a, place);
    const share = Math.min(1, Math.max(0, (px * sx + py * sy) / length ** 2));
    const distance = Math.hypot(px - share * sx, py - share * sy);
    if (distance < nearest) [nearest, at] = [distance, from + share * length];
  }
  return at;
}

/** The ring from one point along it to a later one. */
function piece(sides: readonly Side[], start: number, end: number): LonLat[] {
  const line: LonLat[] = [];
  for (const { a, b, from, length } of sides) {
    const first = Math.max(0, (start - from) / length);
    const last = Math.min(1, (end - from) / length);
    if (first >= last) continue;
    const at = (share: number): LonLat => [a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share];
    if (line.length === 0) line.push(at(first));
    line.push(at(last));
  }
  return line;
}

/** A stretch that may begin before or end after the ring's first place, as stretches that do not. */
function unrolled(start: number, end: number, whole: number): [number, number][] {
  if (start < 0) {
    return [
      [start + whole, whole],
      [0, end],
    ];
  }
  if (end > whole) {
    return [
      [start, whole],
      [0, end - whole],
    ];
  }
  return [[start, end]];
}

/** Where each mark's stretch begins and ends: halfway to its neighbours, round the ring. */
function stretches(marks: readonly Mark[], whole: number): { start: number; end: number; stands: boolean }[] {
  const last = marks.at(-1);
  const [first] = marks;
  if (!first || !last) return [];
  return marks.map((mark, index) => {
    const before = marks[index - 1]?.at ?? last.at - whole;
    const after = marks[index + 1]?.at ?? first.at + whole;
    return { start: (before + mark.at) / 2, end: (mark.at + after) / 2, stands: mark.stands };
  });
}

/**
 * The ring's pieces, cut halfway between one opening and the next.
 *
 * @param shell closed: its last place is its first
 * @param openings where each opening is, and whether what it needs stands
 */
export function ringParts(
  shell: readonly LonLat[],
  openings: readonly { place: LonLat; stands: boolean }[],
): RingPart[] {
  const sides = sidesOf(shell);
  const whole = sides.reduce((sum, side) => sum + side.length, 0);
  if (openings.length === 0 || whole === 0) return [{ line: [...shell], stands: false }];
  const marks = openings
    .map(({ place, stands }): Mark => ({ at: along(sides, place), stands }))
    .sort((a, b) => a.at - b.at);
  return stretches(marks, whole).flatMap(({ start, end, stands }) =>
    unrolled(start, end, whole)
      .map(([from, to]) => ({ line: piece(sides, from, to), stands }))
      .filter((part) => part.line.length > 1),
  );
}
