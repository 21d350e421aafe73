import { cleanup, render } from "@testing-library/react";
import i18next from "i18next";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { WallDeadline } from "../../src/command/WallDeadline";
import { setUpLanguages } from "../../src/i18n/setup";
import { boardOf } from "../../src/state/board";
import { boardStore } from "../../src/state/current";
import { neighbourhood, willowBend } from "../town";

const AFTER_DEADLINE = { clock: { now: "2026-02-04T06:00:00Z", rate: 1 } };

function said(closedAt: string | null): string {
  const board = willowBend({
    neighbourhoods: [neighbourhood("north", { ring: closedAt ? "closed" : "open", closed_at: closedAt })],
  });
  boardStore.set(boardOf({ ...board, pulse: { ...board.pulse, ...AFTER_DEADLINE } }, performance.now()));
  return render(<WallDeadline />).container.textContent;
}

describe("the wall's deadline", () => {
  beforeEach(async () => {
    setUpLanguages();
    await i18next.changeLanguage("en");
  });

  afterEach(cleanup);

  it("runs on while a ring is open", () => {
    expect(said(null)).toBe("10 hpast the deadline");
  });

  it("stands still once all is closed", () => {
    expect(said("2026-02-03T18:30:00Z")).toBe("1 h 30 minbefore the deadline");
    cleanup();
    expect(said("2026-02-03T20:15:00Z")).toBe("15 minafter the deadline");
  });
});
