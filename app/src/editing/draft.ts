/** What is being drawn and not yet recorded: a boundary, a hole in it, a wall, the place of an opening or of a wall that is not there. */
import type { LonLat } from "../api/types";
import { crossesItself, halfway, lengthOf, tidy } from "./places";

export type DrawingTool = "boundary" | "hole" | "wall" | "opening" | "noWall";

export interface Draft {
  tool: DrawingTool;
  /** In order; a boundary's first place is not said again at its end. */
  places: LonLat[];
  /** The corner that keys and fields act on; -1 where there is none. */
  at: number;
  /** Which of the rings of the area it is: 0 the outer edge, then its holes; one more than there are for a new hole. */
  ring: number;
  /** Whether it was there before: then its corners are moved, and a click on open ground adds none. */
  known: boolean;
  /** How it was before, the newest last. */
  past: LonLat[][];
}

const FEWEST: Record<DrawingTool, number> = { boundary: 3, hole: 3, wall: 2, opening: 1, noWall: 1 };
const SHORTEST_WALL_M = 0.5;
const STEPS_KEPT = 100;

/** A boundary that ends where it began, as its corners. */
export function cornersOf(shell: readonly LonLat[]): LonLat[] {
  const [first] = shell;
  const last = shell.at(-1);
  const again = shell.length > 1 && first?.[0] === last?.[0] && first?.[1] === last?.[1];
  return (again ? shell.slice(0, -1) : [...shell]).map(tidy);
}

export function draftOf(tool: DrawingTool, places: readonly LonLat[] = [], ring = 0): Draft {
  const known = places.length > 0;
  return { tool, places: [...places], at: known ? 0 : -1, ring, known, past: [] };
}

/** Whether its end is its beginning: a boundary, or a hole in one. */
export function isRing({ tool }: Draft): boolean {
  return tool === "boundary" || tool === "hole";
}

function after(draft: Draft, places: LonLat[], at: number): Draft {
  return { ...draft, places, at, past: [...draft.past, draft.places].slice(-STEPS_KEPT) };
}

/** Another corner is the one that keys act on. */
export function pickCorner(draft: Draft, at: number): Draft {
  const last = draft.places.length - 1;
  return { ...draft, at: Math.max(Math.min(at, last), last < 0 ? -1 : 0) };
}

export function moveCorner(draft: Draft, at: number, place: LonLat): Draft {
  if (!draft.places[at]) return draft;
  return after(draft, draft.places.with(at, tidy(place)), at);
}

/** Further along one and the same drag: no step of its own. */
export function slideCorner(draft: Draft, at: number, place: LonLat): Draft {
  return draft.places[at] ? { ...draft, at, places: draft.places.with(at, tidy(place)) } : draft;
}

/** Whether it is a single place, put somewhere else by each click. */
export function isPoint({ tool }: Draft): boolean {
  return FEWEST[tool] === 1;
}

/** A new place at the end of a wall; where there is but one place, it goes there. */
export function addPlace(draft: Draft, place: LonLat): Draft {
  if (isPoint(draft)) return after(draft, [tidy(place)], 0);
  return after(draft, [...draft.places, tidy(place)], draft.places.length);
}

/** A corner between this one and the next, halfway where no place is given. */
export function splitAfter(draft: Draft, at: number, place?: LonLat): Draft {
  const a = draft.places[at];
  const b = draft.places[at + 1] ?? (isRing(draft) ? draft.places[0] : undefined);
  if (!a || !b) return draft;
  return after(draft, draft.places.toSpliced(at + 1, 0, tidy(place ?? halfway(a, b))), at + 1);
}

/** Without one corner; a ring that was there keeps the three it needs. */
export function removeCorner(draft: Draft, at: number): Draft {
  if (!draft.places[at] || (isRing(draft) && draft.known && draft.places.length <= FEWEST.hole)) return draft;
  const places = draft.places.toSpliced(at, 1);
  return after(draft, places, Math.min(at, places.length - 1));
}

/** As it was one step before. */
export function stepBack(draft: Draft): Draft {
  const places = draft.past.at(-1);
  if (!places) return draft;
  return { ...draft, places, past: draft.past.slice(0, -1), at: Math.min(draft.at, places.length - 1) };
}

export type Lack = "unchanged" | "tooFew" | "crossesItself" | "tooShort";

/** What keeps a draft from being recorded; null when nothing does. */
export function lackOf(draft: Draft): Lack | null {
  if (draft.places.length < FEWEST[draft.tool]) return "tooFew";
  if (isRing(draft)) {
    if (draft.past.length === 0) return "unchanged";
    if (crossesItself(draft.places)) return "crossesItself";
  }
  if (draft.tool === "wall" && lengthOf(draft.places) < SHORTEST_WALL_M) return "tooShort";
  return null;
}
