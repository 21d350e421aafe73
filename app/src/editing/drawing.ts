/** Drawing, by pointer and by keys alike: each step changes the draft and says what it did. */
import i18next from "i18next";
import type { LonLat } from "../api/types";
import { metres } from "../shared/format";
import { boardStore } from "../state/current";
import { type Failure, record } from "./acting";
import {
  addPlace,
  cornersOf,
  type Draft,
  draftOf,
  type DrawingTool,
  isPoint,
  lackOf,
  moveCorner,
  pickCorner,
  removeCorner,
  slideCorner,
  splitAfter,
  stepBack,
} from "./draft";
import { newest } from "./editWords";
import { historyStore } from "./history";
import { closed, metresBetween, moved, nearestOn, read, written } from "./places";
import { change, type Editing, editingStore, fillIn, say } from "./session";
import type { Edit } from "./types";

const t = i18next.t.bind(i18next);

export type Way = "north" | "south" | "east" | "west";

const STEPS: Record<Way, [number, number]> = { north: [0, 1], south: [0, -1], east: [1, 0], west: [-1, 0] };
/** Two clicks of one double click. */
const SAME_PLACE_M = 3;

/**
 * The edges of the neighbourhood that is being edited: the outer one, then its holes.
 *
 * As the newest edit that stands has them: the board itself follows when a closure made on it is adopted, and one who
 * moves two corners one after the other must not lose the first.
 */
export function ringsOf(editing: Editing | null): readonly (readonly LonLat[])[] {
  const id = editing?.neighbourhood ?? "";
  const edit = newest(historyStore.get().edits, "boundary", ({ neighbourhood }) => neighbourhood === id);
  return edit?.area ?? boardStore.get()?.neighbourhoods.get(id)?.area ?? [];
}

/** The edge that is nearest to a place, closed. */
export function edgeAt(editing: Editing | null, place: LonLat | undefined): LonLat[] {
  const edges = ringsOf(editing).map((ring) => closed(cornersOf(ring)));
  const away = (edge: LonLat[]) => (place && nearestOn(edge, place)?.awayM) ?? Infinity;
  return edges.reduce<LonLat[]>((best, edge) => (best.length > 0 && away(best) <= away(edge) ? best : edge), []);
}

function begin(draft: Draft): void {
  fillIn(null);
  change({ draft, opening: null, tab: "tools" });
  say(t(`edit.draft.${draft.tool}`));
}

/** Begins to draw; a boundary from the one there is, an opening or a wall perhaps at a place. */
export function beginDraft(tool: DrawingTool, place?: LonLat): void {
  const rings = ringsOf(editingStore.get());
  if (rings.length === 0) return;
  if (tool === "boundary") begin(draftOf(tool, cornersOf(rings[0] ?? [])));
  else begin(draftOf(tool, [], tool === "hole" ? rings.length : 0));
  if (place) put(place);
}

/** Begins to change a hole there is, counted from 1. */
export function beginHole(ring: number): void {
  const hole = ringsOf(editingStore.get())[ring];
  if (hole) begin(draftOf("hole", cornersOf(hole), ring));
}

export function cancelDraft(): void {
  change({ draft: null });
  say(t("edit.say.cancelled"));
}

function current(): Draft | null {
  return editingStore.get()?.draft ?? null;
}

/** Where a place of a draft may be: openings keep to the edge. */
function allowed(draft: Draft, place: LonLat): LonLat {
  if (draft.tool !== "opening") return place;
  return nearestOn(edgeAt(editingStore.get(), place), place)?.place ?? place;
}

/** A click on open ground, or a place given by coordinates. */
export function put(place: LonLat): void {
  const draft = current();
  if (!draft || draft.tool === "boundary" || (draft.tool === "hole" && draft.known)) return;
  const next = addPlace(draft, allowed(draft, place));
  change({ draft: next });
  const at = next.places.at(-1) ?? place;
  if (isPoint(next)) say(t("edit.say.placeSet", { place: written(at) }));
  else say(t("edit.say.cornerAdded", { number: next.places.length, count: next.places.length }));
}

export function pickAt(at: number): void {
  const draft = current();
  if (draft) change({ draft: pickCorner(draft, at) });
}

/** A corner, or the middle between two, is dragged to a place. */
export function dragTo(handle: "corner" | "middle", number: number, place: LonLat, first: boolean): void {
  const draft = current();
  if (!draft) return;
  const to = allowed(draft, place);
  const at = handle === "middle" ? number + 1 : number;
  if (!first) change({ draft: slideCorner(draft, at, to) });
  else if (handle === "middle") change({ draft: splitAfter(draft, number, to) });
  else change({ draft: moveCorner(pickCorner(draft, at), at, to) });
}

/** Moves the picked corner by keys. */
export function nudge(way: Way, byM: number): void {
  const draft = current();
  const from = draft?.places[draft.at];
  if (!draft || !from) return;
  const [east, north] = STEPS[way];
  const to = allowed(draft, moved(from, east * byM, north * byM));
  change({ draft: moveCorner(draft, draft.at, to) });
  say(
    t("edit.say.cornerMoved", {
      number: draft.at + 1,
      metres: metres(metresBetween(from, to)),
      way: t(`edit.way.${way}`),
    }),
  );
}

/** Sets the picked corner to coordinates as written; false where they are none. */
export function setPlace(text: string): boolean {
  const place = read(text);
  const draft = current();
  if (!place || !draft) return false;
  if (!draft.places[draft.at]) {
    put(place);
    return true;
  }
  change({ draft: moveCorner(draft, draft.at, allowed(draft, place)) });
  say(t("edit.say.cornerSet", { number: draft.at + 1, place: written(place) }));
  return true;
}

/** A new corner halfway to the next one. */
export function splitPicked(at?: number): void {
  const draft = current();
  if (!draft) return;
  const next = splitAfter(draft, at ?? draft.at);
  change({ draft: next });
  if (next !== draft) say(t("edit.say.cornerAdded", { number: next.at + 1, count: next.places.length }));
}

export function removePicked(): void {
  const draft = current();
  if (!draft) return;
  const next = removeCorner(draft, draft.at);
  change({ draft: next });
  if (next !== draft) say(t("edit.say.cornerRemoved", { count: next.places.length }));
}

export function backOne(): void {
  const draft = current();
  if (!draft) return;
  change({ draft: stepBack(draft) });
  say(t("edit.say.stepBack"));
}

/** The end of a double click: its two clicks are one place. */
export function endLine(): Draft | null {
  const draft = current();
  const [last, before] = [draft?.places.at(-1), draft?.places.at(-2)];
  if (draft && last && before && metresBetween(last, before) < SAME_PLACE_M) {
    change({ draft: { ...draft, places: draft.places.slice(0, -1), at: draft.places.length - 2 } });
  }
  return current();
}

/** The area with one of its rings as drawn; without it where `ring` is null. */
function reshaped(editing: Editing, at: number, ring: LonLat[] | null): Edit {
  const rings = ringsOf(editing).map((other) => [...other]);
  const area = rings.toSpliced(at, 1, ...(ring ? [ring] : []));
  return { do: "boundary", neighbourhood: editing.neighbourhood, area };
}

function editOf(editing: Editing, { tool, places, ring }: Draft): Edit | null {
  const { neighbourhood, form } = editing;
  const [place] = places;
  if (!place) return null;
  if (tool === "wall") {
    const closes = form.stops === "everybody" ? form.closes : null;
    return { do: "wall", line: places, stops: form.stops, closes };
  }
  if (tool === "noWall") return { do: "no-wall", place };
  if (tool === "opening") {
    const { width_m, vehicle, name } = form;
    return { do: "opening", neighbourhood, place, width_m, vehicle, name: name.trim(), line: [] };
  }
  return reshaped(editing, ring, closed(places));
}

/** Takes the hole that is being changed out of the boundary: what was in it belongs to the neighbourhood. */
export async function fillHole(): Promise<Failure> {
  const editing = editingStore.get();
  const draft = editing?.draft;
  return editing && draft?.tool === "hole" && draft.known ? record(reshaped(editing, draft.ring, null)) : null;
}

/** Records what is drawn, unless something lacks. */
export async function recordDraft(): Promise<Failure> {
  const editing = editingStore.get();
  const draft = editing?.draft;
  if (!editing || !draft) return null;
  const lack = lackOf(draft);
  const edit = editOf(editing, draft);
  if (!lack && edit) return record(edit);
  const words = t(`edit.draft.lack.${lack ?? "tooFew"}`);
  say(words);
  return words;
}
