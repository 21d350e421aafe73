// @vitest-environment happy-dom
import { cleanup, fireEvent, render, screen, waitFor } from "@testing-library/react";
import i18next from "i18next";
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { Changes } from "../../src/command/worth/Changes";
import WorthDialog from "../../src/command/worth/WorthDialog";
import type { Weighed } from "../../src/command/worth/calls";
import { clockSpan, inOrder, verdict } from "../../src/command/worth/figures";
import { setUpLanguages } from "../../src/i18n/setup";
import { boardOf } from "../../src/state/board";
import { boardStore } from "../../src/state/current";
import { willowBend } from "../town";

const DUSK = Date.parse("2026-02-03T10:00:00Z");
const span = (low: number, middle = low, high = low) => ({ low, middle, high });

function line(changes: Partial<Weighed> = {}): Weighed {
  const night = { finish_s: span(7200), undone: span(0), neighbourhoods_late: span(0), travel_s: span(60) };
  return {
    kind: "another_crew",
    night,
    earlier_s: span(600, 660, 900),
    fewer_undone: span(0),
    told_apart: true,
    about: "a",
    crews: 0,
    ...changes,
  };
}

function answers(body: unknown) {
  const fetched = vi.fn<(path: string, init: RequestInit) => Promise<Response>>(() =>
    Promise.resolve(new Response(JSON.stringify(body), { status: 200 })),
  );
  vi.stubGlobal("fetch", fetched);
  return fetched;
}

beforeAll(async () => {
  setUpLanguages();
  await i18next.changeLanguage("en");
});
beforeEach(() => boardStore.set(boardOf(willowBend(), performance.now())));
afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

describe("what one thing more or less does", () => {
  const t = i18next.t.bind(i18next);

  it("is told with its luck, and luck itself is no difference", () => {
    expect(verdict(line(), t)).toEqual({ text: "10–15 min earlier", tone: "good" });
    expect(verdict(line({ earlier_s: span(-900, -700, -600) }), t).text).toBe("10–15 min later");
    expect(verdict(line({ told_apart: false }), t)).toEqual({ text: "not told apart", tone: "plain" });
  });

  it("is what is left undone before any time", () => {
    expect(verdict(line({ fewer_undone: span(-3, -2, -2) }), t)).toEqual({ text: "2 more undone", tone: "bad" });
  });

  it("lists lenders by what is missed without them", () => {
    const lender = (about: string, earlier: number, fewer = 0) =>
      line({ kind: "without_lender", about, earlier_s: span(earlier), fewer_undone: span(fewer) });
    const order = inOrder([lender("small", -60), lender("large", -600), lender("most", -60, -4), line()]);
    expect(order.map((one) => one.about)).toEqual(["a", "most", "large", "small"]);
  });

  it("has its times on the town's clock", () => {
    expect(clockSpan(span(3600), DUSK, "Asia/Shanghai")).toBe("19:00");
    expect(clockSpan(span(3600, 3660, 3720), DUSK, "Asia/Shanghai")).toBe("19:00–19:02");
  });
});

describe("the panel", () => {
  const report = {
    seconds: 1,
    seeds: 3,
    one_board: line().night,
    unequal: 1.2,
    weighed: [line({ kind: "each_for_itself", about: "", fewer_undone: span(-5), told_apart: true })],
    uneven: [],
    homeless: 0,
    luck_s: 60,
  };
  const view = {
    state: "done",
    share: 1,
    doing: "one_board",
    about: "",
    asked_by: "Wang",
    as_of: "2026-02-03T14:00:00Z",
    starts_at: "2026-02-03T10:00:00Z",
    plan_version: 1,
    jobs: 3,
    report,
    report_as_of: "2026-02-03T14:00:00Z",
    report_plan_version: 0,
  };

  it("tells the moment of its figures and that the plan has changed since", async () => {
    answers(view);
    render(<WorthDialog />);
    await waitFor(() => expect(screen.getByText("5 more undone")).toBeTruthy());
    expect(screen.getByTestId("worth-moment").textContent).toMatch(/plan 0 · plan 1 is in force now/);
  });

  it("asks the server when told to, and shows how far it is", async () => {
    const fetched = answers({ ...view, state: "running", share: 0.4, report: null });
    render(<WorthDialog />);
    await waitFor(() => expect(screen.getByTestId("worth-running")).toBeTruthy());
    fireEvent.click(screen.getByTestId("worth-stop"));
    await waitFor(() => expect(fetched.mock.calls.some(([path]) => path === "/api/worth/stop")).toBe(true));
  });
});

describe("a replan that waits", () => {
  const proposal = {
    id: "p2",
    kind: "replan" as const,
    proposed_at: "2026-02-03T14:11:00Z",
    finish_at: "2026-02-03T20:30:00Z",
    bound_at: null,
    gates: 0,
    nets: 0,
    emergency: 0,
    net_m: 0,
    undone: 0,
    jobs_moved: 1,
    travel: "road" as const,
    off_road: 2,
  };

  it("says for whom what changes, and how ways were measured", async () => {
    answers({
      plan: "p2",
      on_version: 1,
      crews: [
        {
          crew: "a",
          gets: ["n1"],
          gives_up: [],
          done_before_at: "2026-02-03T18:00:00Z",
          done_after_at: "2026-02-03T18:30:00Z",
        },
      ],
      closings: [{ neighbourhood: "north", before_at: null, after_at: "2026-02-03T18:30:00Z" }],
      left_out: [],
      orders: [],
    });
    render(<Changes proposal={proposal} />);
    await waitFor(() => expect(screen.getByTestId("for-whom")).toBeTruthy());
    const told = screen.getByTestId("for-whom").textContent;
    expect(told).toMatch(/gets n1/);
    expect(told).toMatch(/done .* → /);
    expect(told).toMatch(/north court: stays open → /);
    expect(screen.getByText(/no road leads to 2 places/)).toBeTruthy();
  });
});
