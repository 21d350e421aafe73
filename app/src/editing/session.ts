/** Which neighbourhood is being edited, with what in hand, and what came of the last edit. */
import type { LonLat } from "../api/types";
import { pick } from "../state/selection";
import { createStore } from "../state/store";
import type { Draft } from "./draft";
import type { ClosureView, Stops } from "./types";

export type Tab = "tools" | "check" | "history";

/** What is said of a wall or an opening that is being drawn. */
export interface Form {
  stops: Stops;
  /** Where a wall crosses ways: nobody gets through, people do, or nobody has looked yet. */
  closes: boolean | null;
  width_m: number;
  vehicle: boolean;
  name: string;
}

const BLANK: Form = { stops: "everybody", closes: null, width_m: 3, vehicle: false, name: "" };

export interface Editing {
  neighbourhood: string;
  tab: Tab;
  /** The opening whose tools are open. */
  opening: string | null;
  draft: Draft | null;
  /** What the form beside the drawing says. */
  form: Form;
  /** The place of the checklist that is being looked at, counted from 0. */
  check: number | null;
}

/** Null while nobody edits here. */
export const editingStore = createStore<Editing | null>(null);

/** What came of planning again after an edit. */
export type Outcome =
  | { kind: "planning"; neighbourhood: string }
  | { kind: "planned"; neighbourhood: string; closure: ClosureView }
  | { kind: "failed"; neighbourhood: string; error: unknown };

export const outcomeStore = createStore<Outcome | null>(null);

/** Edits recorded here since the page was loaded: what one of them asks is shown, wherever its wall is. */
export const ownStore = createStore<ReadonlySet<string>>(new Set());

/** The last thing done, in words; read aloud, and shown. */
export const saidStore = createStore("");

/** Places the map is asked to show; each asking counts up. */
export const lookStore = createStore<{ places: readonly (readonly [number, number])[]; asked: number }>({
  places: [],
  asked: 0,
});

let middle: (() => LonLat) | null = null;

/** The map tells where its middle is, for those who put places by keys. */
export function knowMiddle(of: (() => LonLat) | null): void {
  middle = of;
}

export function mapMiddle(): LonLat | null {
  return middle?.() ?? null;
}

export function say(words: string): void {
  saidStore.set(words);
}

export function lookAt(places: readonly (readonly [number, number])[]): void {
  if (places.length > 0) lookStore.set({ places, asked: lookStore.get().asked + 1 });
}

/** Begins editing a neighbourhood, perhaps at one of its openings. */
export function startEditing(neighbourhood: string, opening: string | null = null): void {
  pick(null); // the card makes room for the tools
  if (outcomeStore.get()?.neighbourhood !== neighbourhood) outcomeStore.set(null);
  saidStore.set("");
  editingStore.set({ neighbourhood, tab: "tools", opening, draft: null, form: BLANK, check: null });
}

export function stopEditing(): void {
  const editing = editingStore.get();
  outcomeStore.set(null);
  editingStore.set(null);
  if (editing) pick({ kind: "neighbourhood", id: editing.neighbourhood }, "map");
}

/** Changes what the form says; another draft begins with a blank one. */
export function fillIn(part: Partial<Form> | null): void {
  const editing = editingStore.get();
  if (editing) editingStore.set({ ...editing, form: part ? { ...editing.form, ...part } : BLANK });
}

/** Changes part of the session; nothing happens while nobody edits. */
export function change(part: Partial<Editing>): void {
  const editing = editingStore.get();
  if (editing) editingStore.set({ ...editing, ...part });
}
