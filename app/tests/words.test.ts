import i18next from "i18next";
import { beforeAll, describe, expect, it } from "vitest";
import { Refused, Unreachable } from "../src/api/http";
import { refusalText } from "../src/dialogs/refusalWords";
import { setUpLanguages } from "../src/i18n/setup";
import { alarmSubject, alarmText, moveText } from "../src/shared/alarmWords";
import { eventText } from "../src/shared/eventWords";
import { age, hourMinute, percent, span } from "../src/shared/format";
import { openingLabel, shortId } from "../src/shared/labels";
import { crewSign, openingSign } from "../src/shared/signs";
import { CREW_STATES, OPENING_ROLES, OPENING_STATES } from "../src/map/sprites";
import { found } from "../src/panels/searching";
import { boardOf } from "../src/state/board";
import { crewNumbers } from "../src/state/numbers";
import { zoneOf } from "../src/state/zone";
import { alarm, crew, willowBend } from "./town";

const board = boardOf(willowBend(), 0);
const t = i18next.t.bind(i18next);

beforeAll(async () => {
  setUpLanguages();
  await i18next.changeLanguage("en");
});

describe("alarms in words", () => {
  it("say what is stuck and whose move it is", () => {
    expect(alarmText(alarm(), board, t)).toBe("north court o1 lane is blocked: a car is in the way");
    expect(moveText(alarm(), board, t)).toBe("Willows community: talk to the residents, then wait or go");
    expect(alarmSubject(alarm())).toEqual({ kind: "opening", id: "o1" });
  });

  it("name the phone to call", () => {
    const silent = alarm({
      code: "silent_crew",
      move: "call_crew",
      opening: null,
      crew: "c02",
      facts: { minutes: 50 },
    });
    expect(alarmText(silent, board, t)).toBe("02 squad c02: no word for 50 min");
    expect(moveText(silent, board, t)).toBe("Call 138 0000 0001");
  });
});

describe("the log in words", () => {
  const line = { position: 1, at: "2026-02-03T14:00:00Z", actor: "Li", opening: null, crew: "c01", supplier: null };

  it("tells where a crew sets out for, opening or supplier", () => {
    expect(eventText({ ...line, kind: "crew.set_out", facts: { to: "s1" } }, board, t)).toBe(
      "01 squad c01 sets out for Ironmonger",
    );
    expect(eventText({ ...line, kind: "crew.set_out", facts: { to: "o2" } }, board, t)).toBe(
      "01 squad c01 sets out for north court o2 lane",
    );
  });

  it("still shows a kind this client does not know", () => {
    expect(eventText({ ...line, kind: "weather.turned", facts: {} }, board, t)).toBe("weather.turned by Li");
  });
});

describe("refusals in words", () => {
  it("tell who was first, and when", () => {
    const refused = new Refused(409, "plan.adopted_meanwhile", { by: "Wang", version: 3, at: "2026-02-03T14:05:00Z" });
    expect(refusalText(refused, t, "Asia/Shanghai")).toBe(
      "Wang adopted version 3 at 22:05, before you. Look at it, then decide again.",
    );
  });

  it("know a dead line from a no", () => {
    expect(refusalText(new Unreachable("/"), t)).toContain("does not answer");
    expect(refusalText(new Refused(500, "odd.thing", {}), t)).toBe("The server refused (odd.thing).");
  });
});

describe("times", () => {
  it("are told in the place's zone where the browser is far away, else in the browser's", () => {
    const dongyang: [number, number, number, number] = [120.2, 29.2, 120.3, 29.3];
    expect(zoneOf(dongyang, -480)).toBeUndefined();
    expect(zoneOf(dongyang, 0)).toBe("Etc/GMT-8");
    expect(zoneOf([87.5, 43.7, 87.7, 43.9], -480)).toBeUndefined(); // Urumqi keeps Beijing's time
    expect(zoneOf([-74.1, 40.6, -73.9, 40.8], -480)).toBe("Etc/GMT+5");
    expect(hourMinute(Date.parse("2026-02-03T10:00:00Z"), "Etc/GMT-8")).toBe("18:00");
  });

  it("are rounded down, and never claim certainty", () => {
    expect(span(4 * 3600e3 + 18.9 * 60e3, t)).toBe("4 h 18 min");
    expect(span(-5, t)).toBe("0 min");
    expect(age(0, 59_000, t)).toBe("just now");
    expect(age(0, 12 * 60_000, t)).toBe("12 min ago");
    expect(percent(0.999)).toBe(">99 %");
    expect(percent(1)).toBe("100 %");
    expect(percent(0.004)).toBe("<1 %");
  });
});

describe("names", () => {
  it("number crews by their ids, or by their place where ids do not tell", () => {
    expect([...crewNumbers(new Map([crew("K7"), crew("K12")].map((row) => [row.id, row]))).values()]).toEqual([
      "07",
      "12",
    ]);
    expect([...crewNumbers(new Map([crew("x"), crew("y")].map((row) => [row.id, row]))).values()]).toEqual([
      "01",
      "02",
    ]);
    expect([...crewNumbers(new Map([crew("a-1"), crew("b-1")].map((row) => [row.id, row]))).values()]).toEqual([
      "01",
      "02",
    ]);
  });

  it("fall back on what is left of an opening's id, and on the id itself for a stranger", () => {
    expect(shortId("N01-7", "N01")).toBe("7");
    expect(shortId("w84/88-2", "w84")).toBe("88-2");
    expect(openingLabel(board, "nowhere")).toBe("nowhere");
  });

  it("are found by any words of them, in any order", () => {
    expect(found(board, "lane o2").map((hit) => hit.subject.id)).toEqual(["o2"]);
    expect(found(board, "COURT north")[0]?.subject).toEqual({ kind: "neighbourhood", id: "north" });
    expect(found(board, "  ")).toEqual([]);
  });
});

describe("signs", () => {
  it("differ in shape for every state a person must tell apart", () => {
    const states = OPENING_STATES.map((state) => openingSign("bar", state).replace(/#[0-9a-f]{6}/g, ""));
    expect(new Set(states).size).toBe(OPENING_STATES.length);
    const roles = OPENING_ROLES.map((role) => openingSign(role, "done").replace(/#[0-9a-f]{6}/g, ""));
    expect(new Set(roles).size).toBe(OPENING_ROLES.length);
    const busy = CREW_STATES.filter((state) => !["not_yet", "idle", "off"].includes(state));
    expect(new Set(busy.map((state) => crewSign(state).replace(/#[0-9a-f]{6}/g, ""))).size).toBe(busy.length);
  });
});
