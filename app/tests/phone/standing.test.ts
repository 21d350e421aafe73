import i18next, { type TFunction } from "i18next";
import { beforeAll, describe, expect, it } from "vitest";
import { LATE_MS, standing } from "../../src/phone/screens/Standing";
import { statusStore } from "../../src/phone/sync/status";
import en from "../../src/locales/field.en.json";

let t: TFunction<"field">;
const NOW = 1_800_000_000_000;
const ALL_WELL = { unsent: 0, photos: 0, oldestAt: null, troubles: 0, cardAt: NOW };

beforeAll(async () => {
  await i18next.init({ lng: "en", resources: { en: { field: en } }, ns: "field", defaultNS: "field" });
  t = i18next.getFixedT("en", "field");
});

function shown(counts: Partial<Parameters<typeof standing>[1]>, status = statusStore.get()) {
  return standing(status, { ...ALL_WELL, ...counts }, NOW, t);
}

describe("the line at the top", () => {
  it("is good when all is sent and the card is fresh", () => {
    expect(shown({})).toEqual({ level: "good", text: "All sent", detail: "As of just now" });
  });

  it("counts what is unsent and tells how old the oldest is, red after a quarter of an hour", () => {
    expect(shown({ unsent: 3, oldestAt: NOW - 12 * 60_000 })).toMatchObject({
      level: "waiting",
      text: "3 unsent · oldest 12 min",
    });
    expect(shown({ unsent: 1, oldestAt: NOW - LATE_MS - 1 }).level).toBe("late");
    expect(shown({ photos: 1, oldestAt: NOW - LATE_MS - 1 })).toMatchObject({ level: "late", text: "1 photo to send" });
  });

  it("is not good while the card is old, though nothing is unsent", () => {
    expect(shown({ cardAt: NOW - LATE_MS - 1 })).toMatchObject({ level: "waiting", detail: "As of 15 min ago" });
  });

  it("says so when there is no signal, nobody signed in, or something to look at", () => {
    const down = { ...statusStore.get(), line: "down" as const };
    expect(shown({}, down).detail).toBe("No signal · As of just now");
    expect(shown({}, { ...down, ending: "revoked" }).text).toBe("Not signed in");
    expect(shown({ troubles: 1 }).detail).toContain("Something to look at");
  });
});
