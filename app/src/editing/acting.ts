/** What editing does: record and undo, plan again at once, adopt or keep the old plan. */
import i18next from "i18next";
import { Refused } from "../api/http";
import { metres } from "../shared/format";
import { freshId } from "../shared/freshId";
import { adoptClosure, fetchClosure, proposeClosure, sendEdit, sendUndo } from "./calls";
import { editText } from "./editWords";
import { editsOf, historyStore, loadHistory } from "./history";
import { editRefusal } from "./refusals";
import { change, editingStore, type Outcome, outcomeStore, ownStore, say } from "./session";
import type { ClosureView, EditView, NewEdit } from "./types";

const t = i18next.t.bind(i18next);

/** What came of an action: null when all is well, else why not. */
export type Failure = string | null;

function told(closure: ClosureView): string {
  if (!closure.adoptable) return t("edit.say.leaks", { count: closure.findings.length });
  if (closure.changes.length === 0) return t("edit.say.unchanged");
  const { nets, net_m } = closure.after;
  return t("edit.say.planned", { nets, metres: metres(net_m) });
}

let planning = 0;

/** Plans a neighbourhood again and shows the difference; only the newest asking counts. */
export async function planAgain(neighbourhood: string): Promise<void> {
  const mine = ++planning;
  const show = (outcome: Outcome) => {
    if (mine === planning && editingStore.get()?.neighbourhood === neighbourhood) outcomeStore.set(outcome);
  };
  show({ kind: "planning", neighbourhood });
  try {
    const closure = await proposeClosure(neighbourhood);
    show({ kind: "planned", neighbourhood, closure });
    if (mine === planning) say(told(closure));
  } catch (error) {
    show({ kind: "failed", neighbourhood, error });
    if (mine === planning) say(editRefusal(error, t));
  }
}

async function settled(words: string): Promise<void> {
  say(words);
  const editing = editingStore.get();
  await Promise.all([loadHistory(), editing ? planAgain(editing.neighbourhood) : undefined]);
}

/** Records an edit, then plans the neighbourhood that is being edited again. */
export async function record(edit: NewEdit): Promise<Failure> {
  try {
    const made = await sendEdit(edit, freshId());
    if (made.asks?.length) ownStore.set(new Set([...ownStore.get(), made.id]));
    change({ draft: null });
    await settled(t("edit.say.recorded", { what: editText(edit, t) }));
    return null;
  } catch (error) {
    return failed(error);
  }
}

/** Takes an edit back, or puts one that was taken back in force again. */
export async function turn(view: EditView): Promise<Failure> {
  try {
    const now = await sendUndo(view.stands ? view.id : (view.undo ?? view.id));
    const what = editText(view.edit, t);
    await settled(now.stands ? t("edit.say.redone", { what }) : t("edit.say.undone", { what }));
    return null;
  } catch (error) {
    void loadHistory(); // somebody else was first: show how it stands
    return failed(error);
  }
}

/** Ids of answers not yet through, so that one sent again after the line broke counts once. */
const answerIds = new Map<string, string>();

function answerId(key: string): string {
  const id = answerIds.get(key) ?? freshId();
  answerIds.set(key, id);
  return id;
}

/**
 * Says whether a wall shuts the ways it crosses: the same wall with the answer takes the place of the one that asks.
 *
 * The new one first: were it the other way round and the line broke between, there would be no wall.
 */
export async function answer(view: EditView, closes: boolean): Promise<Failure> {
  if (view.edit.do !== "wall") return null;
  const edit = { ...view.edit, closes };
  const key = `${view.id}/${closes}`;
  try {
    await sendEdit(edit, answerId(key));
    await sendUndo(view.id);
    answerIds.delete(key); // asked again after an undo, it is another answer
    await settled(t("edit.say.recorded", { what: editText(edit, t) }));
    return null;
  } catch (error) {
    void loadHistory();
    return failed(error);
  }
}

function failed(error: unknown): string {
  const words = editRefusal(error, t);
  say(words);
  return words;
}

/** The edit that `undo` would take back: the newest that stands. */
export function lastStanding(neighbourhood: string): EditView | undefined {
  return editsOf(neighbourhood).find((view) => view.stands);
}

/** The edit that `redo` would put in force: the one undone last. */
export function lastUndone(neighbourhood: string): EditView | undefined {
  return editsOf(neighbourhood)
    .filter((view) => !view.stands)
    .sort((a, b) => Date.parse(b.undone_at ?? "") - Date.parse(a.undone_at ?? ""))[0];
}

/** Puts a proposed closure in force. */
export async function adopt(closure: ClosureView): Promise<Failure> {
  try {
    await adoptClosure(closure.id, closure.on_version);
    outcomeStore.set(null);
    say(t("edit.say.adopted"));
    void loadHistory();
    return null;
  } catch (error) {
    return failed(error);
  }
}

/** Puts the difference away; the edit stays recorded, and the plan in force as it is. */
export function keepOld(): void {
  planning++; // an answer on its way is for nobody
  outcomeStore.set(null);
  say(t("edit.say.kept"));
}

/** Brings back the difference that was left waiting, where somebody begins to edit that neighbourhood again. */
export async function recallProposal(neighbourhood: string): Promise<void> {
  try {
    const { proposal } = await fetchClosure();
    if (!proposal?.neighbourhoods.includes(neighbourhood) || outcomeStore.get()) return;
    if (editingStore.get()?.neighbourhood !== neighbourhood) return;
    outcomeStore.set({ kind: "planned", neighbourhood, closure: proposal });
  } catch (error) {
    if (!(error instanceof Refused)) return; // the line's own state says so
  }
}

/** Whether edits can be planned on at all. */
export function canPlan(): boolean {
  return historyStore.get().canPlan;
}
