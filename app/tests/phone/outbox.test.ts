import "fake-indexeddb/auto";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { nextId } from "../../src/phone/store/ids";
import { acknowledge, add, addPhoto, waiting } from "../../src/phone/store/outbox";
import { FieldStore } from "../../src/phone/store/store";
import { NoSignal } from "../../src/phone/sync/line";
import { sendAll, type Sending } from "../../src/phone/sync/sending";
import { Office } from "./office";
import { JOURNAL, making, started, storeName } from "./town";

let store: FieldStore;
let office: Office;

beforeEach(() => {
  store = new FieldStore(storeName());
  office = new Office();
});

afterEach(() => {
  vi.restoreAllMocks();
  store.close();
});

function sending(more: Partial<Sending> = {}): Sending {
  return {
    store,
    line: office.line,
    device: "phone-a",
    journal: JOURNAL,
    sentAt: () => "2026-02-03T12:00:00.000Z",
    ...more,
  };
}

/** As when the system ends the app: nothing in memory survives, what is on disk does. */
function killed(): void {
  store.close();
  store = new FieldStore(store.name);
}

describe("ids", () => {
  it("are UUIDv7 and grow, though the clock stands still, runs back, or the chance is all ones", () => {
    const clock = [5000, 5000, 4000, 1, 6000, 6000];
    const ids: string[] = [];
    for (const [k, now] of clock.entries()) {
      ids.push(nextId(ids.at(-1) ?? "", now, (bytes) => bytes.fill(k % 2 ? 255 : 0)));
    }
    expect([...ids].sort()).toEqual(ids);
    expect(new Set(ids).size).toBe(ids.length);
    for (const id of ids) expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  });
});

describe("the outbox", () => {
  it("holds what was reported, though the app is killed right after", async () => {
    const [row] = await started(store, "lane");
    killed();
    expect((await waiting(store)).map((r) => r.id)).toEqual([row?.id]);
  });

  it("sends reports in the order in which they were made, though the clock was put back between", async () => {
    await add(store, making("opening.started", { opening: "lane" }), 9_000_000);
    killed();
    await add(store, making("opening.done", { opening: "lane" }), 1_000_000);
    await sendAll(sending());
    expect(office.journal.map((entry) => entry.kind)).toEqual(["opening.started", "opening.done"]);
  });

  it("keeps a report until its receipt has come, and counts it once though the receipt was lost", async () => {
    await started(store, "lane", "steps");
    office.mishaps = ["receipt_lost"];
    await expect(sendAll(sending())).rejects.toThrow(NoSignal);
    expect(await waiting(store)).toHaveLength(2);
    killed();
    await sendAll(sending());
    expect(await waiting(store)).toHaveLength(0);
    expect(office.journal).toHaveLength(2);
  });

  it("counts once what two tabs send at the same time", async () => {
    await started(store, "lane", "steps", "gate");
    await Promise.all([sendAll(sending()), sendAll(sending())]);
    expect(office.batches).toHaveLength(2);
    expect(office.journal).toHaveLength(3);
    expect(await waiting(store)).toHaveLength(0);
  });

  it("believes no answer that holds no receipt of its own", async () => {
    await started(store, "lane");
    for (const body of [null, {}, { receipts: [] }, { receipts: [{ event_id: "another", position: 1 }] }]) {
      const line = () => Promise.resolve({ status: 200, code: "", serverAt: null, headers: new Headers(), body: body });
      expect((await sendAll(sending({ line }))).ending).toBe("unclear");
      expect(await waiting(store)).toHaveLength(1);
    }
  });

  it("believes no receipt on an answer that says something failed", async () => {
    const [row] = await started(store, "lane");
    const body = { receipts: [{ event_id: row?.id, position: 1 }] };
    const line = () => Promise.resolve({ status: 502, code: "", serverAt: null, headers: new Headers(), body });
    expect((await sendAll(sending({ line }))).ending).toBe("busy");
    expect(await waiting(store)).toHaveLength(1);
  });

  it("settles what has a receipt and keeps what has none, when the line breaks between two batches", async () => {
    const names = Array.from({ length: 70 }, (_, k) => `opening-${k}`);
    await started(store, ...names);
    office.mishaps = ["none", "no_signal"];
    await expect(sendAll(sending())).rejects.toThrow(NoSignal);
    expect(await waiting(store)).toHaveLength(20);
    await sendAll(sending());
    expect(office.journal.map((entry) => (entry.body as { opening: string }).opening)).toEqual(names);
  });

  it.each([
    [401, "sign_in.needed", "sign_in"],
    [401, "device.revoked", "revoked"],
    [403, "role.not_allowed", "refused"],
    [503, "journal.disk-full", "busy"],
    [429, "request.failed", "busy"],
  ])("keeps everything on a %i %s", async (status, code, ending) => {
    await started(store, "lane", "steps");
    await addPhoto(store, { digest: "d", bytes: new ArrayBuffer(3), opening: "lane" });
    office.refusal = { status, code, headers: { "retry-after": "7" } };
    const sent = await sendAll(sending());
    expect([sent.ending, sent.code, sent.after]).toEqual([ending, code, 7]);
    expect(await waiting(store)).toHaveLength(2);
    expect(await store.photos.count()).toBe(1);
    office.refusal = null;
    await sendAll(sending());
    expect(office.journal).toHaveLength(2);
  });

  it("lets one report that can't be read hold up none of the others, and keeps it with the reason", async () => {
    await started(store, "lane", "poison", "steps");
    office.poison = "poison";
    await sendAll(sending());
    expect(office.journal).toHaveLength(2);
    const [left] = await waiting(store);
    expect(left?.trouble).toEqual({ code: "refused", why: "reports.unreadable" });
  });

  it("shows what went to quarantine until a person has seen it", async () => {
    office.strange.add("opening.started");
    const [row] = await started(store, "lane");
    await sendAll(sending());
    const kept = await store.reports.get(row?.id ?? "");
    expect(kept?.state).toBe("kept");
    expect(kept?.trouble?.why).toContain("no kind of entry");
    await acknowledge(store, row?.id ?? "");
    expect((await store.reports.get(row?.id ?? ""))?.state).toBe("received");
  });

  it("shows a report that was there before with other content, unless another phone was to bring it", async () => {
    const [own, given] = await started(store, "lane", "steps");
    await sendAll(sending());
    office.journal.forEach((entry) => (entry.device = "another"));
    await store.reports.toCollection().modify({ state: "waiting" });
    await store.reports.update(given?.id ?? "", { handedOver: true });
    await sendAll(sending());
    expect((await store.reports.get(own?.id ?? ""))?.trouble?.code).toBe("differs");
    expect((await store.reports.get(given?.id ?? ""))?.state).toBe("received");
  });

  it("sends what another phone handed over under that phone's name", async () => {
    await started(store, "lane");
    await add(store, making("opening.started", { opening: "steps" }, { origin: "phone-b" }));
    await sendAll(sending());
    expect(office.batches.map((batch) => [batch.device, batch.made_on])).toEqual([
      ["phone-a", undefined],
      ["phone-a", "phone-b"],
    ]);
    expect(office.batches.map((batch) => batch.sent_at)).toEqual(["2026-02-03T12:00:00.000Z", undefined]);
  });

  it("holds back what was meant for another board", async () => {
    await add(store, making("opening.started", { opening: "lane" }, { journal: "a drill's" }));
    await started(store, "steps");
    expect((await sendAll(sending())).ending).toBe("all");
    expect(office.journal).toHaveLength(1);
    expect(await waiting(store)).toHaveLength(1);
  });

  it("sends photos after every report, and keeps those that did not arrive", async () => {
    for (const digest of ["one", "two"]) {
      await addPhoto(store, { digest, bytes: new ArrayBuffer(3), opening: "lane" });
    }
    await started(store, "lane");
    office.mishaps = ["none", "none", "no_signal"];
    await expect(sendAll(sending())).rejects.toThrow(NoSignal);
    expect(office.asked[0]).toBe("POST /api/reports/");
    expect(office.photos.size).toBe(1);
    await sendAll(sending());
    expect([...office.photos.keys()].sort()).toEqual(["one", "two"]);
  });
});
