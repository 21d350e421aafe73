/** Keys of editing: Escape steps out, Enter records what is drawn, Ctrl+Z and Ctrl+Y undo and redo. */
import { useEffect } from "react";
import { lastStanding, lastUndone, turn } from "./acting";
import { backOne, cancelDraft, recordDraft } from "./drawing";
import { change, editingStore, stopEditing } from "./session";

const WRITES = "input, textarea, select, [contenteditable]";
const PRESSES = "button, a, summary, [role=option], [role=radio], label";

function isIn(target: EventTarget | null, selector: string): boolean {
  return target instanceof Element && target.closest(selector) !== null;
}

function stepOut(): void {
  const editing = editingStore.get();
  if (editing?.draft) cancelDraft();
  else if (editing?.opening) change({ opening: null });
  else stopEditing();
}

function turnBack(again: boolean): void {
  const editing = editingStore.get();
  if (!editing) return;
  if (editing.draft) {
    if (!again) backOne();
    return;
  }
  const view = again ? lastUndone(editing.neighbourhood) : lastStanding(editing.neighbourhood);
  if (view) void turn(view);
}

function turnOf({ key, ctrlKey, metaKey }: KeyboardEvent): (() => void) | null {
  const turns = (ctrlKey || metaKey) && (key === "z" || key === "y");
  return turns ? () => turnBack(key === "y") : null;
}

/** What a key does here; null where it is for something else. */
function actOf(event: KeyboardEvent): (() => void) | null {
  if (event.defaultPrevented || isIn(event.target, ".ant-modal, .ant-select-dropdown")) return null;
  if (event.key === "Escape") return stepOut;
  if (isIn(event.target, WRITES)) return null;
  const draws = editingStore.get()?.draft && !isIn(event.target, PRESSES);
  if (event.key === "Enter" && draws) return () => void recordDraft();
  return turnOf(event);
}

function onKey(event: KeyboardEvent): void {
  const act = actOf(event);
  if (!act) return;
  event.preventDefault();
  act();
}

/** While something is edited. */
export function useEditKeys(): void {
  useEffect(() => {
    window.addEventListener("keydown", onKey);
    return () => window.removeEventListener("keydown", onKey);
  }, []);
}
