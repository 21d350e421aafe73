import "fake-indexeddb/auto";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { FieldStore } from "../../src/phone/store/store";
import { boardNow, fetchCard } from "../../src/phone/sync/card";
import { codeFrom, enrol } from "../../src/phone/sync/enrol";
import { NoSignal, openLine } from "../../src/phone/sync/line";
import { round, waitAfter } from "../../src/phone/sync/loop";
import { statusStore } from "../../src/phone/sync/status";
import { inTurn, lease } from "../../src/phone/sync/turn";
import { Office } from "./office";
import { cardOf, started, storeName } from "./town";

let store: FieldStore;
let office: Office;

beforeEach(() => {
  store = new FieldStore(storeName());
  office = new Office();
});

afterEach(() => {
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

describe("the card", () => {
  it("keeps its map when the server sends none because it is the same", async () => {
    await fetchCard(store, office.line);
    await fetchCard(store, office.line);
    expect((await store.get("card"))?.card.map).toEqual({ features: [] });
  });

  it("tells how far the phone's clock is off, by the server's own", async () => {
    office.clockMs = Date.now() + 3 * 3_600_000;
    office.card = cardOf({ clock: { now: new Date(office.clockMs).toISOString(), rate: 1 } });
    const { clockOffMs } = await fetchCard(store, office.line);
    expect((clockOffMs ?? 0) / 3_600_000).toBeCloseTo(3, 2);
    expect((await store.get("card"))?.ownTime).toBe(false);
  });

  it("runs a rehearsal's time by itself, and a real night's by the phone's clock", async () => {
    office.card = cardOf({ clock: { now: "2026-02-03T10:00:00Z", rate: 200 } });
    await fetchCard(store, office.line);
    const kept = await store.get("card");
    const later = (kept?.fetchedAt ?? 0) + 3000;
    expect(new Date(boardNow(kept, later)).toISOString()).toBe("2026-02-03T10:10:00.000Z");
    expect(boardNow(kept && { ...kept, ownTime: false }, 42)).toBe(42);
    expect(boardNow(undefined, 42)).toBe(42);
  });
});

describe("a round", () => {
  it("says there is no signal and keeps what waits", async () => {
    await started(store, "lane");
    office.mishaps = ["no_signal"];
    expect((await round(store, office.line)).ending).toBe("no_signal");
    expect(statusStore.get().line).toBe("down");
  });

  it("asks to be enrolled again and sends nothing meanwhile", async () => {
    await started(store, "lane");
    office.refusal = { status: 401, code: "device.revoked" };
    expect((await round(store, office.line)).ending).toBe("revoked");
    expect(office.asked).toEqual(["GET /api/field/card"]);
  });

  it("fetches the card again once reports have gone", async () => {
    await started(store, "lane");
    expect((await round(store, office.line)).ending).toBe("all");
    expect((await store.get("card"))?.card.position).toBe(1);
  });

  it("waits longer after each failure, by chance, but never longer than a minute", () => {
    expect([waitAfter(0, 0), waitAfter(0, 1), waitAfter(2, 1), waitAfter(50, 1)]).toEqual([1000, 2000, 8000, 60_000]);
  });
});

describe("two tabs", () => {
  it("take turns by a lease where the browser has no locks, and a killed tab's lease runs out", async () => {
    expect(await lease(store, "one", 1000)).toBe(true);
    expect(await lease(store, "two", 2000)).toBe(false);
    expect(await lease(store, "two", 61_001)).toBe(true);
    expect(await lease(store, "one", 61_002)).toBe(false);
  });

  it("give the lease back after a round, even one that fails", async () => {
    vi.stubGlobal("navigator", {});
    await expect(inTurn(store, "one", () => Promise.reject(new Error("broken")))).rejects.toThrow("broken");
    expect(await inTurn(store, "two", () => Promise.resolve())).toBe(true);
  });
});

describe("the line", () => {
  it("shows the phone's token, and takes a proxy's page for no answer of ours", async () => {
    const asked: RequestInit[] = [];
    const line = openLine(
      () => "secret",
      (_, init) => {
        asked.push(init ?? {});
        return Promise.resolve(new Response("<html>log in to the café's network</html>", { status: 200 }));
      },
    );
    const answer = await line("POST", "/api/reports/", { json: {} });
    expect((asked[0]?.headers as Record<string, string>).authorization).toBe("Bearer secret");
    expect([answer.status, answer.body]).toEqual([200, null]);
  });

  it("calls every failure to reach the server no signal", async () => {
    const line = openLine(
      () => "",
      () => Promise.reject(new TypeError("network")),
    );
    await expect(line("GET", "/x")).rejects.toThrow(NoSignal);
  });
});

describe("enrolling", () => {
  it("takes a bare code or a whole address", () => {
    expect([codeFrom(" ABC "), codeFrom("https://board.example/field#enrol=ABC")]).toEqual(["ABC", "ABC"]);
  });

  it("keeps the token, and everything that waits", async () => {
    await started(store, "lane");
    const body = { token: "t", device: "d-1", person: "Li", role: "crew_lead" };
    const line = () => Promise.resolve({ status: 200, code: "", serverAt: null, headers: new Headers(), body });
    expect(await enrol(store, line, "ABC", "phone")).toEqual({ ok: true });
    expect(await store.get("enrolment")).toEqual(body);
    expect(await store.reports.count()).toBe(1);
  });

  it("tells a wrong code from a missing signal", async () => {
    office.refusal = { status: 404, code: "phone_code.unknown" };
    expect(await enrol(store, office.line, "no", "")).toMatchObject({ why: "wrong" });
    office.mishaps = ["no_signal"];
    expect(await enrol(store, office.line, "no", "")).toMatchObject({ why: "no_signal" });
  });
});
