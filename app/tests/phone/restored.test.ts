import "fake-indexeddb/auto";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { add, addPhoto, forgetOld, KEEP_MS, waiting } from "../../src/phone/store/outbox";
import { FieldStore } from "../../src/phone/store/store";
import { fetchCard } from "../../src/phone/sync/card";
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

describe("a server restored from an older backup", () => {
  it("gets everything again that it has forgotten, once, under the same ids", async () => {
    await started(store, "lane", "steps", "gate");
    await addPhoto(store, { digest: "d", bytes: new ArrayBuffer(3), opening: "lane" });
    await fetchCard(store, office.line);
    await sendAll(sending());
    const before = office.ids();
    office.journal = office.journal.slice(0, 1);
    office.photos.clear();
    for (const id of ["x", "y", "z"]) office.journal.push({ id, kind: "k", body: {}, device: "other", happenedAt: "" });
    await fetchCard(store, office.line);
    expect(await store.get("forgotten")).toMatchObject({ reports: 3 });
    expect((await waiting(store)).every((row) => row.again)).toBe(true);
    await sendAll(sending());
    expect(office.ids().filter((id) => before.includes(id))).toEqual(before);
    expect(office.journal).toHaveLength(6);
    expect(office.photos.size).toBe(1);
  });

  it("is not suspected while it holds the last receipt", async () => {
    await started(store, "lane");
    await fetchCard(store, office.line);
    await sendAll(sending());
    await fetchCard(store, office.line);
    expect(await waiting(store)).toHaveLength(0);
  });

  it("is not sent what was meant for another board", async () => {
    await add(store, making("opening.started", { opening: "lane" }, { journal: "last week's" }));
    await started(store, "steps");
    await fetchCard(store, office.line);
    await sendAll({ ...sending(), journal: "last week's" });
    await sendAll(sending());
    office.journal = [];
    await fetchCard(store, office.line);
    expect((await waiting(store)).map((row) => row.journal)).toEqual([JOURNAL]);
  });

  it("finds copies for three days, and a report without a receipt for ever", async () => {
    const [sent] = await started(store, "lane");
    await sendAll(sending());
    await started(store, "steps");
    await forgetOld(store, Date.now() + KEEP_MS - 60_000);
    expect(await store.reports.count()).toBe(2);
    await forgetOld(store, Date.now() + 10 * KEEP_MS);
    expect((await store.reports.toArray()).map((row) => row.id)).not.toContain(sent?.id);
    expect(await store.reports.count()).toBe(1);
  });
});

describe("a bad night", () => {
  it("loses nothing and doubles nothing, whatever fails and in whatever order", async () => {
    let seed = 20260203;
    const chance = () => (seed = (seed * 1103515245 + 12345) % 2147483648) / 2147483648;
    const made: string[] = [];
    for (let turn = 0; turn < 150; turn += 1) {
      if (chance() < 0.6) made.push(...(await started(store, `opening-${turn}`)).map((row) => row.id));
      if (chance() < 0.15) killed();
      if (chance() < 0.1) office.refusal = { status: [401, 503, 429][Math.floor(chance() * 3)] ?? 503, code: "later" };
      else office.refusal = null;
      if (chance() < 0.05) office.journal = office.journal.slice(0, Math.floor(chance() * office.journal.length));
      office.mishaps = Array.from({ length: 3 }, () =>
        chance() < 0.4 ? "receipt_lost" : chance() < 0.3 ? "no_signal" : "none",
      );
      if (chance() < 0.5) {
        await fetchCard(store, office.line).catch(() => null);
        const rounds = chance() < 0.3 ? 2 : 1;
        await Promise.all(Array.from({ length: rounds }, () => sendAll(sending()).catch(() => null)));
      }
    }
    office.mishaps = [];
    office.refusal = null;
    for (let round = 0; round < 3; round += 1) {
      await fetchCard(store, office.line);
      await sendAll(sending());
    }
    expect([...office.ids()].sort()).toEqual([...made].sort());
    expect(await waiting(store)).toEqual([]);
  });
});
