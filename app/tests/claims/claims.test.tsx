import { act, cleanup, fireEvent, render, screen, waitFor } from "@testing-library/react";
import i18next from "i18next";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { OpeningRow } from "../../src/api/types";
import { ClaimBlock } from "../../src/claims/ClaimBlock";
import { crewsSpokenFor, holdingOf, isFree } from "../../src/claims/holding";
import { setUpLanguages } from "../../src/i18n/setup";
import { boardOf } from "../../src/state/board";
import { boardStore } from "../../src/state/current";
import { sessionStore } from "../../src/state/start";
import { crew, opening, willowBend } from "../town";

const NOON = Date.parse("2026-02-03T12:00:00Z");
const later = (minutes: number) => new Date(NOON + minutes * 60_000).toISOString();

function claimed(changes: Partial<OpeningRow> = {}): OpeningRow {
  const claim = { version: 1, crew: "c01", by: "Li", at: later(0), lapses_at: later(30), event_id: "e" };
  return opening("o1", { crew: "c01", state: "given", claim, ...changes });
}

describe("a claim", () => {
  it("holds until it lapses, and for good once work has begun", () => {
    expect(holdingOf(claimed(), NOON + 29 * 60_000)?.lapsed).toBe(false);
    expect(holdingOf(claimed(), NOON + 30 * 60_000)?.lapsed).toBe(true);
    expect(holdingOf(claimed({ state: "under_way" }), NOON + 90 * 60_000)?.lapsed).toBe(false);
  });

  it("ends when a plan gave the opening to another", () => {
    expect(holdingOf(claimed({ crew: "c02" }), NOON)).toBeNull();
  });

  it("can be taken over once it lapsed, not before, and never where nothing is to be done", () => {
    const free = (row: OpeningRow, at: number) => isFree(row, holdingOf(row, at));
    expect(free(claimed(), NOON)).toBe(false);
    expect(free(claimed(), NOON + 31 * 60_000)).toBe(true);
    expect(free(opening("o1", { role: "inside" }), NOON)).toBe(false);
    expect(free(opening("o1", { state: "done" }), NOON)).toBe(false);
  });

  it("is made by a lead for the crews lent, by a commander for any, by a patroller for none", () => {
    const crews = [crew("c01"), crew("c02", { lender: "others" })];
    const scope = { organisation: "willows", neighbourhoods: [], crew: "", supplier: "" };
    const ids = (role: "commander" | "community_lead" | "patroller") =>
      crewsSpokenFor({ name: "Li", role, scope }, crews).map((one) => one.id);
    expect(ids("commander")).toEqual(["c01", "c02"]);
    expect(ids("community_lead")).toEqual(["c01"]);
    expect(ids("patroller")).toEqual([]);
  });
});

describe("an opening's card", () => {
  beforeEach(async () => {
    setUpLanguages();
    await i18next.changeLanguage("en");
    boardStore.set(boardOf(willowBend(), performance.now()));
    sessionStore.set({ name: "Li", role: "commander" });
  });

  afterEach(() => {
    cleanup();
    vi.unstubAllGlobals();
  });

  it("says who was first, and when, to whoever lost the race", async () => {
    const facts = { crew: "c02", by: "Wang", at: later(0) };
    const answer = new Response(JSON.stringify({ code: "job.taken_meanwhile", facts }), { status: 409 });
    const asked = vi.fn().mockResolvedValue(answer);
    vi.stubGlobal("fetch", asked);
    render(<ClaimBlock row={opening("o1")} />);
    act(() => void fireEvent.click(screen.getByTestId("take")));
    await waitFor(() => expect(screen.getByTestId("claim-refusal").textContent).toMatch(/squad c02.*Wang.*\d\d:\d\d/));
    const sent = JSON.parse((asked.mock.calls[0]?.[1] as { body: string }).body) as { on_version: number };
    expect(sent.on_version).toBe(0);
  });

  it("draws a lapsed claim differently, and offers the opening again", () => {
    const claim = { version: 1, crew: "c01", by: "Li", at: later(0), lapses_at: "2020-01-01T00:00:00Z", event_id: "e" };
    render(<ClaimBlock row={claimed({ claim })} />);
    expect(screen.getByTestId("claim").className).toContain("lapsed");
    expect(screen.queryByTestId("give-back")).toBeNull();
    expect(screen.getByTestId("take")).toBeTruthy();
  });
});
