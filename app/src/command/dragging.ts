/** An opening on its way from one crew to another: what it would change, before it is let go. */
import i18next from "i18next";
import type { CrewRow, WhatIf } from "../api/types";
import { crewLabel, openingLabel } from "../shared/labels";
import { boardStore } from "../state/current";
import { createStore } from "../state/store";
import { askWhatIf, lockWith, type Put, putWith } from "./calls";
import { commandRefusal } from "./refusals";

const t = i18next.t.bind(i18next);

export interface Drag {
  opening: string;
  from: string;
  over: string | null;
  x: number;
  y: number;
  /** What the server says of the crew it is over; null while it is being worked out. */
  told: WhatIf | null;
  failed: string;
}

export const dragStore = createStore<Drag | null>(null);

/** The last word about a placing, with the way back where there is one. */
export interface Notice {
  text: string;
  bad?: boolean;
  undo?: () => void;
}

export const noticeStore = createStore<Notice | null>(null);

const WAIT_MS = 90;
let timer: ReturnType<typeof setTimeout> | undefined;

/** What was told of a crew while the same plan is in force. */
const known = new Map<string, WhatIf>();

function zone(): string | undefined {
  return boardStore.get()?.time_zone;
}

export function begin(opening: string, from: string, x: number, y: number): void {
  known.clear();
  dragStore.set({ opening, from, over: null, x, y, told: null, failed: "" });
}

export function cancel(): void {
  clearTimeout(timer);
  dragStore.set(null);
}

/** The pointer is over another crew, or over none. */
export function move(over: string | null, x: number, y: number): void {
  const drag = dragStore.get();
  if (!drag) return;
  if (over === drag.over) {
    dragStore.set({ ...drag, x, y });
    return;
  }
  clearTimeout(timer);
  dragStore.set({ ...drag, over, x, y, told: known.get(over ?? "") ?? null, failed: "" });
  if (over !== null && !known.has(over)) timer = setTimeout(() => void ask(drag.opening, over), WAIT_MS);
}

async function ask(opening: string, crew: string): Promise<void> {
  const still = () => {
    const drag = dragStore.get();
    return drag?.opening === opening && drag.over === crew ? drag : null;
  };
  try {
    const told = await askWhatIf({ opening, crew });
    known.set(crew, told);
    const drag = still();
    if (drag) dragStore.set({ ...drag, told });
  } catch (error) {
    const drag = still();
    if (drag) dragStore.set({ ...drag, failed: commandRefusal(error, t, zone()) });
  }
}

/** The opening a crew does after another one, if any: where it goes back to. */
export function following(crew: CrewRow | undefined, opening: string): string | null {
  const jobs = (crew?.steps ?? []).filter((step) => step.do === "job" && step.state === "to_come");
  const at = jobs.findIndex((step) => step.at === opening);
  return at < 0 ? null : (jobs[at + 1]?.at ?? null);
}

/** Lets go: the opening is the other crew's from now on, and a notice holds the way back. */
export async function drop(): Promise<void> {
  const drag = dragStore.get();
  cancel();
  if (!drag?.over || drag.over === drag.from || drag.told?.refused) return;
  await give(drag.opening, drag.from, drag.over);
}

/** Gives an opening to a crew as one step; says so, or why not. */
export async function give(opening: string, from: string | null, to: string): Promise<boolean> {
  const board = boardStore.get();
  if (!board) return false;
  const before = following(board.crews.get(from ?? ""), opening);
  const wasLocked = board.locks.has(opening);
  const names = (crew: string) => ({ opening: openingLabel(board, opening), crew: crewLabel(board, crew) });
  let made: number;
  try {
    made = (await putWith({ opening, crew: to }, board.plan?.version ?? 0)).version;
  } catch (error) {
    noticeStore.set({ text: commandRefusal(error, t, zone()), bad: true });
    return false;
  }
  noticeStore.set({
    text: t("command.drag.done", names(to)),
    ...(from ? { undo: () => void giveBack(made, { opening, crew: from, before }, wasLocked, names(from)) } : {}),
  });
  return true;
}

/** Takes a placing back on the plan it made, or a newer one that is on the screen: the answer comes before the change. */
async function giveBack(
  made: number,
  back: Put,
  lock: boolean,
  names: { opening: string; crew: string },
): Promise<void> {
  try {
    await putWith(back, Math.max(made, boardStore.get()?.plan?.version ?? 0), lock);
    noticeStore.set({ text: t("command.drag.undone", names) });
  } catch (error) {
    noticeStore.set({ text: commandRefusal(error, t, zone()), bad: true });
  }
}

/** Locks an opening to its crew, or lets it go. */
export async function keep(opening: string, crew: string | null): Promise<void> {
  try {
    await lockWith(opening, crew);
  } catch (error) {
    noticeStore.set({ text: commandRefusal(error, t, zone()), bad: true });
  }
}
