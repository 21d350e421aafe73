import { act, cleanup, fireEvent, render, screen, waitFor } from "@testing-library/react";
import i18next from "i18next";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import ProposalDialog from "../src/dialogs/ProposalDialog";
import { dialogStore } from "../src/dialogs/proposalDialogStore";
import { setUpLanguages } from "../src/i18n/setup";
import { Alarms } from "../src/panels/Alarms";
import { Announcer } from "../src/panels/Announcer";
import { DetailCard } from "../src/panels/DetailCard";
import { TotalsBlock } from "../src/panels/TotalsBlock";
import { boardOf, pulsed } from "../src/state/board";
import { boardStore } from "../src/state/current";
import { pick, selectionStore } from "../src/state/selection";
import { sessionStore } from "../src/state/start";
import { alarm, noTotals, opening, willowBend } from "./town";

beforeEach(async () => {
  setUpLanguages();
  await i18next.changeLanguage("en");
  boardStore.set(boardOf(willowBend(), performance.now()));
  sessionStore.set({ name: "Li", role: "commander" });
});

afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
  dialogStore.set({ open: false });
});

function tell(alarms: ReturnType<typeof alarm>[]): void {
  const board = boardStore.get();
  if (board) act(() => boardStore.set(pulsed(board, { ...board.pulse, alarms }, performance.now())));
}

describe("the totals", () => {
  it("are the board's numbers", () => {
    boardStore.set(boardOf(willowBend({ totals: { ...noTotals, nets_done: 1, neighbourhoods_closed: 1 } }), 0));
    render(<TotalsBlock />);
    expect(screen.getByTestId("total-nets-done").textContent).toBe("1");
    expect(screen.getByTestId("total-neighbourhoods-closed").textContent).toBe("1");
  });
});

describe("alarms", () => {
  it("offer a button only where there is one to press, and a number to call where there is a phone", () => {
    render(<Alarms />);
    tell([
      alarm({ code: "crew_lost", move: "replan", crew: "c01", opening: null, facts: { jobs: 3 } }),
      alarm({ code: "silent_crew", move: "call_crew", crew: "c02", opening: null, facts: { minutes: 55 } }),
      alarm(),
    ]);
    expect(screen.getAllByTestId("propose")).toHaveLength(1);
    expect(screen.getByRole("link").getAttribute("href")).toBe("tel:138 0000 0001");
    expect(screen.getByTestId("alarm-count").textContent).toBe("3");
  });

  it("let whoever may say that what stands unneeded came down, and nobody where the plan needs it", async () => {
    const kept = opening("o1", { role: "inside", state: "done", stands: "bar", crew: "c01" });
    boardStore.set(boardOf(willowBend({ openings: [kept] }), performance.now()));
    const sent: unknown[] = [];
    vi.stubGlobal("fetch", (_: string, { body }: RequestInit) => {
      if (typeof body === "string") sent.push(JSON.parse(body));
      return Promise.resolve(new Response(JSON.stringify({ receipts: [{}] }), { status: 200 }));
    });
    render(<Alarms />);
    tell([alarm({ code: "not_needed", move: "take_down", facts: { stands: "bar" } })]);
    fireEvent.click(screen.getByTestId("taken-down"));
    fireEvent.click(await screen.findByTestId("taken-down-sure"));
    await waitFor(() => expect(sent).toHaveLength(1));
    expect(sent[0]).toMatchObject({ reports: [{ kind: "opening.taken_down", body: { opening: "o1" } }] });

    const stranger = { crew: "c09", neighbourhoods: [], organisation: "", supplier: "" };
    act(() => sessionStore.set({ name: "Wu", role: "crew_lead", scope: stranger }));
    expect(screen.queryByTestId("taken-down")).toBeNull();
    act(() => sessionStore.set({ name: "Wu", role: "crew_lead", scope: { ...stranger, crew: "c01" } }));
    expect(screen.queryByTestId("taken-down")).not.toBeNull();
    act(() => boardStore.set(boardOf(willowBend({ openings: [{ ...kept, role: "bar" }] }), performance.now())));
    tell([alarm({ code: "not_needed", move: "take_down", facts: { stands: "bar" } })]);
    expect(screen.queryByTestId("taken-down"), "a gate or net the plan needs").toBeNull();
  });

  it("lead to their place on the map", () => {
    render(<Alarms />);
    tell([alarm()]);
    const before = selectionStore.get().flights;
    fireEvent.click(screen.getByRole("button", { name: /is blocked/ }));
    expect(selectionStore.get()).toEqual({ subject: { kind: "opening", id: "o1" }, flights: before + 1 });
  });

  it("are announced once each, and not when the page opens", () => {
    tell([alarm()]);
    const { container } = render(<Announcer />);
    const said = () => container.querySelector("[aria-live]")?.textContent;
    expect(said()).toBe("");
    tell([alarm(), alarm({ opening: "o2" })]);
    expect(said()).toBe("New: north court o2 lane is blocked: a car is in the way");
    tell([alarm(), alarm({ opening: "o2" })]);
    expect(said()).toContain("o2 lane");
  });
});

describe("what is picked", () => {
  it("shows how old its fact is, and closes with Escape", () => {
    const done = opening("o1", { state: "done", since: "2026-02-03T14:00:00Z" });
    boardStore.set(boardOf(willowBend({ openings: [done] }), performance.now()));
    render(<DetailCard />);
    act(() => pick({ kind: "opening", id: "o1" }));
    expect(screen.getByTestId("detail-state").textContent).toBe("Stands");
    expect(screen.getByText("12 min ago")).toBeTruthy();
    fireEvent.keyDown(window, { key: "Escape" });
    expect(screen.queryByTestId("detail")).toBeNull();
  });
});

describe("a proposal", () => {
  const proposal = {
    id: "p2",
    kind: "replan" as const,
    proposed_at: "2026-02-03T14:11:00Z",
    finish_at: "2026-02-03T20:30:00Z",
    bound_at: null,
    gates: 1,
    nets: 2,
    emergency: 0,
    net_m: 10,
    undone: 1,
    jobs_moved: 4,
    travel: "road" as const,
    off_road: 0,
  };

  function answer(status: number, body: unknown) {
    const fetched = vi.fn<(path: string, init: RequestInit) => Promise<Response>>(() =>
      Promise.resolve(new Response(JSON.stringify(body), { status })),
    );
    vi.stubGlobal("fetch", fetched);
    return fetched;
  }

  beforeEach(() => {
    boardStore.set(boardOf(willowBend({ proposal }), performance.now()));
    dialogStore.set({ open: true });
  });

  it("is adopted on the version that was looked at", async () => {
    const fetched = answer(200, {});
    render(<ProposalDialog />);
    expect(screen.getByText(/Misses the deadline/)).toBeTruthy();
    fireEvent.click(screen.getByTestId("adopt"));
    await waitFor(() => expect(boardStore.get()?.proposal).toBeNull());
    const [, init] = fetched.mock.calls.find(([path]) => path === "/api/plans/p2/adopt") ?? [];
    expect(init?.body).toBe('{"on_version":1}');
  });

  it("stays on the table when somebody was first, and says who", async () => {
    answer(409, { code: "plan.adopted_meanwhile", facts: { by: "Wang", version: 2, at: "2026-02-03T14:11:30Z" } });
    render(<ProposalDialog />);
    fireEvent.click(screen.getByTestId("adopt"));
    expect((await screen.findByTestId("refusal")).textContent).toContain("Wang adopted version 2");
    expect(boardStore.get()?.proposal).not.toBeNull();
  });
});
