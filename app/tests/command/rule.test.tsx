// @vitest-environment happy-dom
import { act, cleanup, fireEvent, render, screen } from "@testing-library/react";
import i18next from "i18next";
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { RuleBlock } from "../../src/command/RuleBlock";
import RuleDialog from "../../src/command/RuleDialog";
import { setUpLanguages } from "../../src/i18n/setup";
import { boardOf, changed } from "../../src/state/board";
import { boardStore } from "../../src/state/current";
import { sessionStore } from "../../src/state/start";
import { change, willowBend } from "../town";

const RULE = {
  most_moved_share: 0.2,
  least_gain_min: 5,
  holes: true,
  set_by: "Deputy",
  set_at: "2026-02-03T14:00:00Z",
  why: "",
};

function meanwhile() {
  const facts = { version: 2, by: "Deputy", at: "2026-02-03T14:00:00Z" };
  const refusal = JSON.stringify({ code: "rule.changed_meanwhile", facts });
  const fetched = vi.fn<(path: string, init: RequestInit) => Promise<Response>>(() =>
    Promise.resolve(new Response(refusal, { status: 409 })),
  );
  vi.stubGlobal("fetch", fetched);
  return () => JSON.parse(fetched.mock.calls[0]?.[1].body as string) as { on_version: number };
}

beforeAll(async () => {
  setUpLanguages();
  await i18next.changeLanguage("en");
});
beforeEach(() => {
  sessionStore.set({ name: "Lin", role: "commander" } as never);
  boardStore.set(boardOf(willowBend({ rule_version: 1, position: 5 }), 0));
});
afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

describe("the standing rule", () => {
  it("is set on what was on the screen when the dialog opened, and says who was first", async () => {
    const asked = meanwhile();
    render(<RuleDialog />);
    const board = boardStore.get();
    if (!board) throw new Error("there is one");
    act(() => boardStore.set(changed(board, change(6, { standing_rule: RULE, rule_version: 2 }))));
    fireEvent.click(screen.getByTestId("save-rule"));
    expect((await screen.findByRole("alert")).textContent).toContain("Deputy changed the rule");
    expect(asked().on_version).toBe(1);
  });

  it("is taken back on what is on the screen now", async () => {
    const asked = meanwhile();
    const board = boardOf(willowBend({ standing_rule: RULE, rule_version: 3 }), 0);
    boardStore.set(board);
    render(<RuleBlock />);
    fireEvent.click(screen.getByTestId("lift-rule"));
    expect((await screen.findByRole("alert")).textContent).toContain("Deputy");
    expect(asked().on_version).toBe(3);
  });
});
