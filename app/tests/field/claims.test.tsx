import { act, cleanup, fireEvent, render, screen, waitFor } from "@testing-library/react";
import i18next from "i18next";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { setUpWords } from "../../src/phone/i18n";
import { FreeJobs, GiveBack } from "../../src/field/screens/Claims";
import { say } from "../../src/phone/sync/status";
import type { FieldCard, FreeJob } from "../../src/phone/types";
import { cardOf, job } from "../phone/town";

const taking = vi.hoisted(() => vi.fn());
vi.mock("../../src/field/claims", () => ({ takeJob: taking, giveJobBack: vi.fn() }));

const lane: FreeJob = {
  opening: "w-lane",
  neighbourhood: "w",
  neighbourhood_name: "Willow",
  name: "Willow lane",
  line: [
    [120, 29],
    [120.0001, 29],
  ],
  width_m: 4,
  role: "bar",
  net_m: 5,
  version: 3,
  away_m: 120,
};
const withLane = (): FieldCard => cardOf({ free: [lane] });

describe("jobs nobody has", () => {
  beforeEach(async () => {
    setUpWords();
    await i18next.changeLanguage("en");
    say({ line: "up" });
  });

  afterEach(() => {
    cleanup();
  });

  it("are taken on the version they were seen at, and whoever is second is told who was first", async () => {
    taking.mockResolvedValue({ kind: "refused", code: "job.taken_meanwhile", by: "Wang", at: "2026-02-03T12:05:00Z" });
    render(<FreeJobs card={withLane()} />);
    act(() => void fireEvent.click(screen.getByTestId("take-w-lane")));
    await waitFor(() => expect(screen.getByTestId("claim-outcome").textContent).toMatch(/Wang at \d\d:\d\d/));
    expect(taking).toHaveBeenCalledWith("w-lane", "north-1", 3);
  });

  it("can't be taken without a signal, and say so", () => {
    say({ line: "down" });
    render(<FreeJobs card={withLane()} />);
    expect(screen.getByTestId("take-w-lane")).toHaveProperty("disabled", true);
    expect(screen.getByTestId("free-jobs").textContent).toContain("No signal");
  });

  it("are not shown where a card kept by an older version knows of none", () => {
    const older = { ...cardOf(), free: undefined } as unknown as FieldCard;
    render(<FreeJobs card={older} />);
    expect(screen.queryByTestId("free-jobs")).toBeNull();
  });

  it("can be given back only by whoever took them", () => {
    const { rerender } = render(<GiveBack job={job("w-lane")} crew="c01" />);
    expect(screen.queryByTestId("give-back")).toBeNull();
    rerender(<GiveBack job={{ ...job("w-lane"), taken_until: "2026-02-03T12:30:00Z" }} crew="c01" />);
    expect(screen.getByTestId("give-back")).toBeTruthy();
  });
});
