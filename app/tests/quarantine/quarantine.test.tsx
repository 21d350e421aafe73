import { act, cleanup, fireEvent, render, screen, waitFor } from "@testing-library/react";
import i18next from "i18next";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { setUpLanguages } from "../../src/i18n/setup";
import type { KeptView } from "../../src/quarantine/calls";
import { QuarantineBlock } from "../../src/quarantine/QuarantineBlock";
import { boardOf } from "../../src/state/board";
import { boardStore } from "../../src/state/current";
import { sessionStore } from "../../src/state/start";
import { willowBend } from "../town";

function kept(changes: Partial<KeptView> = {}): KeptView {
  const body = { opening: "o1", crew: "c01", net_m: 4 };
  return {
    id: "k1",
    at: "2026-02-03T12:00:00Z",
    actor: "Chen",
    device: "Chen's phone",
    claimed_kind: "opening.done",
    problem: "not_yours",
    raw: JSON.stringify({ event_id: "k1", kind: "opening.done", happened_at: "2026-02-03T12:00:00Z", body }),
    readable: true,
    happened_at: "2026-02-03T12:00:00Z",
    opening: "o1",
    crew: "c01",
    supplier: null,
    version: 0,
    settled: "",
    settled_by: "",
    settled_at: null,
    ...changes,
  };
}

/** A server that lists these, and answers a decision like this. */
function serving(rows: KeptView[], answer = () => new Response("{}")): ReturnType<typeof vi.fn> {
  const asked = vi.fn((_: string, how: { method: string }) =>
    Promise.resolve(how.method === "GET" ? new Response(JSON.stringify(rows)) : answer()),
  );
  vi.stubGlobal("fetch", asked);
  return asked;
}

describe("what was kept apart", () => {
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

  it("is shown with who, from what, why, and the words as they came", async () => {
    serving([kept()]);
    render(<QuarantineBlock />);
    const item = await screen.findByTestId("kept-k1");
    expect(item.textContent).toMatch(/Chen.*from Chen's phone/);
    expect(item.textContent).toContain("Not theirs to report");
    expect(item.querySelector("pre")?.textContent).toContain('"net_m":4');
  });

  it("can only be left where nobody understands it", async () => {
    serving([kept({ readable: false, raw: "\u0000 no report", problem: "no JSON" })]);
    render(<QuarantineBlock />);
    await screen.findByTestId("leave");
    expect(screen.queryByTestId("believe")).toBeNull();
  });

  it("tells who was first", async () => {
    const facts = { by: "Wang", at: "2026-02-03T12:05:00Z" };
    const code = "quarantine.settled_meanwhile";
    const asked = serving([kept()], () => new Response(JSON.stringify({ code, facts }), { status: 409 }));
    render(<QuarantineBlock />);
    const leave = await screen.findByTestId("leave");
    act(() => void fireEvent.click(leave));
    await waitFor(() => expect(screen.getByRole("alert").textContent).toMatch(/Wang was first, at \d\d:\d\d/));
    expect(asked.mock.calls.some(([path]) => path === "/api/quarantine/k1/leave")).toBe(true);
  });

  it("is for the office alone", () => {
    sessionStore.set({ name: "Li", role: "volunteer" });
    const asked = serving([kept()]);
    render(<QuarantineBlock />);
    expect(asked).not.toHaveBeenCalled();
  });
});
