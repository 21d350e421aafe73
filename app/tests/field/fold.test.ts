import { describe, expect, it } from "vitest";
import { foldNight } from "../../src/field/night/fold";
import type { ReportRow } from "../../src/phone/store/store";
import { cardOf, CREW, job, JOURNAL, step } from "../phone/town";

let made = 0;

function said(kind: string, body: Record<string, unknown>, more: Partial<ReportRow> = {}): ReportRow {
  made += 1;
  return {
    id: `id-${String(made).padStart(5, "0")}`,
    kind,
    body: { crew: CREW, ...body },
    happenedAt: "",
    madeAt: 0,
    journal: JOURNAL,
    origin: "phone-a",
    state: "waiting",
    position: null,
    receivedAt: null,
    trouble: null,
    again: false,
    handedOver: false,
    ...more,
  };
}

const TO_YARD = said("crew.set_out", { to: "yard" });
const LOADED = said("crew.loaded", { supplier: "yard", net_m: 60 });
const TO_LANE = said("crew.set_out", { to: "lane" });
const STARTED = said("opening.started", { opening: "lane" });
const DONE = said("opening.done", { opening: "lane", net_m: 4 });

function now(reports: ReportRow[], card = cardOf()): [string | undefined, string | undefined] {
  const { current } = foldNight(card, reports);
  return [current?.step.at, current?.stage];
}

describe("the night on the phone", () => {
  it("goes from yard to job to job as it is reported, without a word from the server", () => {
    expect(now([])).toEqual(["yard", "to_come"]);
    expect(now([TO_YARD])).toEqual(["yard", "on_the_way"]);
    expect(now([TO_YARD, LOADED])).toEqual(["lane", "to_come"]);
    expect(now([TO_YARD, LOADED, TO_LANE])).toEqual(["lane", "on_the_way"]);
    expect(now([TO_YARD, LOADED, TO_LANE, STARTED])).toEqual(["lane", "under_way"]);
    expect(now([TO_YARD, LOADED, TO_LANE, STARTED, DONE])).toEqual(["steps", "to_come"]);
  });

  it("knows what lies in the van", () => {
    expect(foldNight(cardOf(), [LOADED]).loadM).toBe(60);
    expect(foldNight(cardOf(), [LOADED, DONE]).loadM).toBe(56);
  });

  it("counts a report once, whether the card holds it yet or not", () => {
    const received = { ...LOADED, state: "received" as const, position: 7 };
    const withIt = cardOf({ position: 7 });
    const crew = withIt.crew && { ...withIt.crew, load_m: 60 };
    expect(foldNight(cardOf({ position: 6 }), [received]).loadM).toBe(60);
    expect(foldNight({ ...withIt, crew }, [received]).loadM).toBe(60);
  });

  it("leaves a blocked job for the next one, and takes it up again when it is started after all", () => {
    const blocked = said("opening.blocked", { opening: "lane", reason: "car_in_the_way" });
    const night = foldNight(cardOf(), [LOADED, STARTED, blocked]);
    expect(night.current?.step.at).toBe("steps");
    expect(night.steps[1]?.job?.reason).toBe("car_in_the_way");
    expect(now([LOADED, STARTED, blocked, said("opening.started", { opening: "lane" })])).toEqual([
      "lane",
      "under_way",
    ]);
  });

  it("calls nothing on the way that has been worked at, however late that is said", () => {
    const card = cardOf({ jobs: [job("lane", { state: "done" }), job("steps"), job("gate")] });
    expect(foldNight(card, [said("crew.set_out", { to: "lane" })]).steps[1]?.stage).toBe("done");
  });

  it("is on the way to one place only: the last it set out to", () => {
    const night = foldNight(cardOf(), [LOADED, TO_LANE, said("crew.set_out", { to: "steps" })]);
    expect(night.steps.map((one) => one.stage)).toEqual(["done", "to_come", "on_the_way", "to_come"]);
    expect(night.current?.step.at).toBe("steps");
  });

  it("says what comes next, and which yard", () => {
    const card = cardOf({ steps: [step("lane"), step("yard", { do: "load" }), step("steps")] });
    const night = foldNight(card, []);
    expect([night.next?.step.at, night.nextYard?.step.at]).toEqual(["yard", "yard"]);
  });

  it("passes over what was given to another crew, and shows who has it", () => {
    const given = job("lane", { crew: "south-1", crew_name: "South 1", crew_phone: "001", state: "done" });
    const card = cardOf({ steps: [step("steps")], jobs: [job("steps"), given] });
    const night = foldNight(card, [TO_LANE]);
    expect(night.current?.step.at).toBe("steps");
    expect(night.elsewhere[0]?.givenTo).toEqual({ name: "South 1", phone: "001" });
    expect(night.elsewhere[0]?.contradicts).toBe(false);
  });

  it("shows a contradiction when both crews say they are at it", () => {
    const theirs = job("lane", { crew: "south-1", crew_name: "South 1", state: "under_way" });
    const card = cardOf({ steps: [step("steps")], jobs: [job("steps"), theirs] });
    expect(foldNight(card, [STARTED]).elsewhere[0]?.contradicts).toBe(true);
    const did = job("lane", { state: "done", done_by: ["North 1", "South 1"] });
    expect(foldNight(cardOf({ jobs: [did] }), [DONE]).steps[1]?.job?.contradicts).toBe(true);
  });

  it("calls it no contradiction when the plan sends two crews there", () => {
    const shared = job("lane", { crew: "south-1", crews: 2, state: "under_way", done_by: ["South 1"] });
    const night = foldNight(cardOf({ jobs: [shared] }), [STARTED]);
    expect([night.steps[1]?.job?.givenTo, night.steps[1]?.job?.contradicts]).toEqual([null, false]);
  });

  it("ignores what another crew's phone handed over", () => {
    expect(now([said("opening.done", { opening: "lane", crew: "south-1" })])).toEqual(["yard", "to_come"]);
  });

  it("ends", () => {
    const card = cardOf({ steps: [step("lane")] });
    expect(foldNight(card, [DONE]).current).toBeNull();
  });

  it("lists openings found until the card has them", () => {
    const line = [
      [121, 28.9],
      [121.00003, 28.9],
    ];
    const night = foldNight(cardOf(), [said("opening.found", { opening: "found-1", line, width_m: 3 })]);
    expect(night.found).toEqual([{ opening: "found-1", line, widthM: 3, unsent: true }]);
  });
});
