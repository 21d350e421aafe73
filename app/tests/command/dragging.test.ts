/** An opening given to another crew and taken back before the board has heard of it. */
import i18next from "i18next";
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { give, noticeStore } from "../../src/command/dragging";
import { setUpLanguages } from "../../src/i18n/setup";
import { boardOf } from "../../src/state/board";
import { boardStore } from "../../src/state/current";
import { willowBend } from "../town";

const plan = (version: number) =>
  ({ id: `plan-${version}`, version, adopted_by: "Lin", adopted_at: "2026-02-03T14:00:00Z", digest: "" }) as never;

/** What is asked of the server, which counts up the plan with each put. */
function asked(): { on_version: number; crew: string }[] {
  const bodies: { on_version: number; crew: string }[] = [];
  vi.stubGlobal("fetch", (_: string, init: RequestInit) => {
    const body = JSON.parse(init.body as string) as { on_version: number; crew: string };
    bodies.push(body);
    return Promise.resolve(new Response(JSON.stringify({ type: "recorded", version: body.on_version + 1 })));
  });
  return bodies;
}

beforeAll(async () => {
  setUpLanguages();
  await i18next.changeLanguage("en");
});
beforeEach(() => boardStore.set(boardOf(willowBend({ plan: plan(4) }), 0)));
afterEach(() => vi.unstubAllGlobals());

async function undone(): Promise<void> {
  const held = noticeStore.get();
  held?.undo?.();
  await vi.waitFor(() => expect(noticeStore.get()).not.toBe(held));
}

describe("the way back", () => {
  it("is on the plan the placing made, which the screen may not have heard of", async () => {
    vi.stubGlobal("document", { cookie: "" });
    const bodies = asked();
    await give("north-1", "c1", "c2");
    await undone();
    expect(bodies.map(({ on_version, crew }) => [on_version, crew])).toEqual([
      [4, "c2"],
      [5, "c1"],
    ]);
  });

  it("is on the plan on the screen where that is newer still", async () => {
    vi.stubGlobal("document", { cookie: "" });
    const bodies = asked();
    await give("north-1", "c1", "c2");
    boardStore.set(boardOf(willowBend({ plan: plan(9) }), 0));
    await undone();
    expect(bodies[1]?.on_version).toBe(9);
  });
});
