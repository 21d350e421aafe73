/** What tests of editing share: a closure, an edit, a server that answers by path, and a fresh board. */
import i18next from "i18next";
import { vi } from "vitest";
import { historyStore } from "../../src/editing/history";
import { editingStore, outcomeStore } from "../../src/editing/session";
import type { ClosureView, Edit, EditView } from "../../src/editing/types";
import { setUpLanguages } from "../../src/i18n/setup";
import { boardOf } from "../../src/state/board";
import { boardStore } from "../../src/state/current";
import { sessionStore } from "../../src/state/start";
import { willowBend } from "../town";

const figures = { rings: 1, openings: 2, nets: 7, gates: 1, emergency: 0, net_m: 71, assumed_m: 10, walk_mean_m: 94 };
const none = { type: "FeatureCollection", features: [] };

export function closure(changes: Partial<ClosureView> = {}): ClosureView {
  return {
    id: "c1",
    on_version: 3,
    neighbourhoods: ["north"],
    adoptable: true,
    before: figures,
    after: { ...figures, nets: 5, net_m: 51 },
    changes: [
      { opening: "o1", name: "o1", before: "bar", after: "gate", net_m_before: 5, net_m_after: 0, moves: false },
    ],
    appears: none,
    vanishes: none,
    unkept: [],
    findings: [],
    leaks: none,
    ...changes,
  };
}

export function made(edit: Edit, changes: Partial<EditView> = {}): EditView {
  return {
    id: "e1",
    edit,
    by: "Li",
    at: "2026-02-03T14:00:00Z",
    stands: true,
    undone_by: "",
    problem: "",
    asked: [],
    ...changes,
  };
}

export const forbidden: Extract<Edit, { do: "gate" }> = { do: "gate", opening: "o1", wish: "forbid" };

/** A server that answers by path; what it was asked is kept. */
export function server(answers: Record<string, (body: unknown) => unknown>): { path: string; body: unknown }[] {
  const asked: { path: string; body: unknown }[] = [];
  vi.stubGlobal("fetch", (path: string, init: RequestInit) => {
    const body: unknown = typeof init.body === "string" ? JSON.parse(init.body) : null;
    asked.push({ path, body });
    const answer = Object.entries(answers).find(([known]) => path.startsWith(known));
    const found = answer?.[1](body);
    return Promise.resolve(
      found instanceof Response ? found : new Response(JSON.stringify(found ?? {}), { status: answer ? 200 : 404 }),
    );
  });
  return asked;
}

/** Willow Bend before anybody edits, in English, seen by the commander. */
export async function freshBoard(): Promise<void> {
  setUpLanguages();
  await i18next.changeLanguage("en");
  boardStore.set(boardOf(willowBend(), performance.now()));
  sessionStore.set({ ...sessionStore.get(), name: "Li", role: "commander" } as never);
  historyStore.set({ edits: [], canPlan: true, state: "there" });
  outcomeStore.set(null);
  editingStore.set(null);
}
