/** Lists fetched for editing: what to look at on the spot, blocks to accept, and what a verification found. */
import { createStore } from "../state/store";
import { fetchBlocks, fetchChecklist, fetchClosure, verifyClosure } from "./calls";
import type { BlockView, ChecklistView, ClosureStateView, Rank, VerifyView } from "./types";

/** Something asked for: on its way, there, or why not. */
export type Asked<T> = { state: "asking" } | { state: "there"; found: T } | { state: "failed"; error: unknown };

export const checklistStore = createStore<Asked<ChecklistView> | null>(null);
export const verifiedStore = createStore<Asked<VerifyView> | null>(null);

export interface Blocks {
  rank: Rank;
  asked: Asked<BlockView[]>;
  picked: string | null;
}

/** Null while no blocks are being looked at. */
export const blocksStore = createStore<Blocks | null>(null);

let checklistAsked = 0;

export async function loadChecklist(neighbourhood: string): Promise<void> {
  const mine = ++checklistAsked;
  const show = (asked: Asked<ChecklistView>) => {
    if (mine === checklistAsked) checklistStore.set(asked);
  };
  show({ state: "asking" });
  try {
    show({ state: "there", found: await fetchChecklist(neighbourhood) });
  } catch (error) {
    show({ state: "failed", error });
  }
}

/** Puts the checklist away; an answer on its way is for nobody. */
export function dropChecklist(): void {
  checklistAsked++;
  checklistStore.set(null);
}

/** Fetches the closure's state into `show`; returns what drops an answer still on its way. */
export function fetchState(show: (asked: Asked<ClosureStateView>) => void): () => void {
  let gone = false;
  const unless = (asked: Asked<ClosureStateView>) => {
    if (!gone) show(asked);
  };
  fetchClosure().then(
    (found) => unless({ state: "there", found }),
    (error: unknown) => unless({ state: "failed", error }),
  );
  return () => {
    gone = true;
  };
}

export async function verify(): Promise<void> {
  verifiedStore.set({ state: "asking" });
  try {
    verifiedStore.set({ state: "there", found: await verifyClosure() });
  } catch (error) {
    verifiedStore.set({ state: "failed", error });
  }
}

export async function loadBlocks(rank: Rank): Promise<void> {
  const set = (asked: Blocks["asked"]) => {
    const now = blocksStore.get();
    if (now?.rank === rank || asked.state === "asking") blocksStore.set({ rank, asked, picked: null });
  };
  set({ state: "asking" });
  try {
    set({ state: "there", found: await fetchBlocks(rank) });
  } catch (error) {
    set({ state: "failed", error });
  }
}

/** Blocks that share no ground with a neighbourhood there is already. */
export function freeBlocks(blocks: readonly BlockView[]): BlockView[] {
  return blocks.filter((block) => !block.taken);
}

export function pickBlock(id: string | null): void {
  const blocks = blocksStore.get();
  if (blocks) blocksStore.set({ ...blocks, picked: id });
}
