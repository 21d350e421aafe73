import "fake-indexeddb/auto";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { addPhoto, unsaved, waiting } from "../../src/phone/store/outbox";
import { keepReserve } from "../../src/phone/store/room";
import { FieldStore } from "../../src/phone/store/store";
import { sendAll, type Sending } from "../../src/phone/sync/sending";
import { Office } from "./office";
import { full, JOURNAL, started, storeName } from "./town";

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

function sending(): Sending {
  return { store, line: office.line, device: "phone-a", journal: JOURNAL, sentAt: () => "2026-02-03T12:00:00.000Z" };
}

describe("a phone that is full", () => {
  /** Fails writes into a table as long as `stillFull` says so. */
  function filled(table: "reports" | "photos", stillFull: () => boolean): void {
    const hook = () => {
      if (stillFull()) throw full();
    };
    store[table].hook("creating", hook);
  }

  it("gives up copies of what the server has first", async () => {
    await started(store, "lane");
    await sendAll(sending());
    await keepReserve(store);
    await addPhoto(store, { digest: "d", bytes: new ArrayBuffer(3), opening: "lane" });
    let room = false;
    filled("reports", () => {
      const now = room;
      room = true;
      return !now;
    });
    await started(store, "steps");
    expect(await store.reports.count()).toBe(1);
    expect([await store.photos.count(), await store.get("reserve")]).toEqual([1, expect.anything()]);
  });

  it("has room kept for words", async () => {
    await keepReserve(store);
    let tries = 0;
    filled("reports", () => (tries += 1) < 2);
    await started(store, "lane");
    expect(await store.get("reserve")).toBeUndefined();
    expect(await store.reports.count()).toBe(1);
  });

  it("gives up photos last, the oldest first, and counts them", async () => {
    await addPhoto(store, { digest: "old", bytes: new ArrayBuffer(3), opening: "lane" }, 1);
    await addPhoto(store, { digest: "new", bytes: new ArrayBuffer(3), opening: "lane" }, 2);
    let tries = 0;
    filled("reports", () => (tries += 1) < 2);
    await started(store, "lane");
    expect(await store.photos.toCollection().primaryKeys()).toEqual(["new"]);
    expect(await store.get("photosGivenUp")).toBe(1);
  });

  it("takes no photo for which it would have to give up words or other photos", async () => {
    await addPhoto(store, { digest: "first", bytes: new ArrayBuffer(3), opening: "lane" });
    await started(store, "lane");
    await keepReserve(store);
    filled("photos", () => true);
    expect(await addPhoto(store, { digest: "second", bytes: new ArrayBuffer(3), opening: "lane" })).toBe(false);
    expect([await store.photos.count(), await waiting(store)]).toEqual([1, expect.objectContaining({ length: 1 })]);
    expect(await store.get("reserve")).toBeDefined();
  });

  it("sends from memory what no disk would take", async () => {
    filled("reports", () => true);
    await started(store, "lane", "steps");
    expect(unsaved()).toBe(2);
    await sendAll(sending());
    expect(office.journal.map((entry) => (entry.body as { opening: string }).opening)).toEqual(["lane", "steps"]);
    expect(unsaved()).toBe(0);
  });
});
