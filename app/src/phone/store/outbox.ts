/** The outbox: reports in the order in which they were made, each kept until it is safe elsewhere. */
import type { Receipt } from "../types";
import { nextId, systemChance } from "./ids";
import { FOR_A_PHOTO, FOR_WORDS, isFull, withRoom } from "./room";
import type { FieldStore, PhotoRow, ReportRow } from "./store";

/** Copies of what the server has are kept so long, in case it is restored from an older backup. */
export const KEEP_MS = 72 * 3_600_000;

/** A report about to be made. */
export interface Making {
  kind: string;
  body: Record<string, unknown>;
  happenedAt: string;
  journal: string;
  origin: string;
}

/** Reports no disk would take; they are sent from memory, and the person is told. */
const inMemory = new Map<string, ReportRow>();

/** How many reports lie in memory only. */
export function unsaved(): number {
  return inMemory.size;
}

function rowOf(id: string, making: Making, madeAt: number): ReportRow {
  return {
    ...making,
    id,
    madeAt,
    state: "waiting",
    position: null,
    receivedAt: null,
    trouble: null,
    again: false,
    handedOver: false,
  };
}

/** Puts a report into the outbox, under an id after all others; done when it is on the phone's disk. */
export async function add(store: FieldStore, making: Making, now = Date.now()): Promise<ReportRow> {
  const write = () =>
    store.transaction("rw", store.reports, store.meta, async () => {
      const id = nextId((await store.get("lastId")) ?? "", now, systemChance);
      const row = rowOf(id, making, now);
      await store.put("lastId", id);
      await store.reports.add(row);
      return row;
    });
  try {
    return await withRoom(store, FOR_WORDS, write);
  } catch (error) {
    if (!isFull(error)) throw error;
    const last = [...inMemory.keys()].at(-1) ?? (await store.get("lastId")) ?? "";
    const row = rowOf(nextId(last, now, systemChance), making, now);
    inMemory.set(row.id, row);
    return row;
  }
}

/** Puts on disk what lay in memory only, once there is room again. */
export async function saveFromMemory(store: FieldStore): Promise<void> {
  for (const [id, row] of inMemory) {
    try {
      await withRoom(store, FOR_WORDS, () => store.reports.put(row));
      inMemory.delete(id);
    } catch (error) {
      if (!isFull(error)) throw error;
      return;
    }
  }
}

/** Keeps a photo; false when the phone has no room for it. */
export async function addPhoto(
  store: FieldStore,
  photo: Pick<PhotoRow, "digest" | "bytes" | "opening">,
  now = Date.now(),
): Promise<boolean> {
  const row: PhotoRow = { ...photo, madeAt: now, state: "waiting", receivedAt: null };
  try {
    await withRoom(store, FOR_A_PHOTO, () => store.photos.put(row));
    return true;
  } catch (error) {
    if (isFull(error)) return false;
    throw error;
  }
}

/** Everything without a durable receipt, in the order in which it was made. */
export async function waiting(store: FieldStore): Promise<ReportRow[]> {
  const rows = await store.reports.where("state").equals("waiting").toArray();
  return [...rows, ...inMemory.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
}

/** What a receipt says that a person has to see; null when all is well. */
function troubleOf(row: ReportRow, receipt: Receipt): ReportRow["trouble"] {
  if (receipt.quarantined) return { code: "quarantined", why: receipt.quarantined };
  // Two phones that hold the same report are two senders to the server; the id is the report's all the same.
  if (receipt.differs && !row.handedOver) return { code: "differs", why: "" };
  return null;
}

/** Settles reports by their durable receipts; whatever has none stays as it is. */
export async function settle(store: FieldStore, receipts: readonly Receipt[], now = Date.now()): Promise<number> {
  const byId = new Map(receipts.filter((r) => Number.isInteger(r.position)).map((r) => [r.event_id.toLowerCase(), r]));
  let settled = 0;
  await store.transaction("rw", store.reports, async () => {
    for (const [id, receipt] of byId) {
      const row = await store.reports.get(id);
      if (inMemory.delete(id)) settled += 1;
      if (row?.state !== "waiting") continue;
      const trouble = troubleOf(row, receipt);
      await store.reports.update(id, {
        state: trouble ? "kept" : "received",
        position: receipt.position,
        receivedAt: now,
        trouble,
      });
      settled += 1;
    }
  });
  return settled;
}

/** Says on a report why the server does not take it; it stays in the outbox. */
export async function refuse(store: FieldStore, id: string, why: string): Promise<void> {
  await store.reports.update(id, { trouble: { code: "refused", why } });
}

/** A person has seen what was wrong with a received report. */
export async function acknowledge(store: FieldStore, id: string): Promise<void> {
  await store.reports
    .where("id")
    .equals(id)
    .and((row) => row.state === "kept")
    .modify({ state: "received" });
}

/** The server has forgotten receipts: everything still kept goes out again, under the same ids. */
export async function sendAllAgain(store: FieldStore, journal: string, now = Date.now()): Promise<number> {
  return store.transaction("rw", store.reports, store.photos, store.meta, async () => {
    const reports = await store.reports
      .where("state")
      .anyOf("received", "kept")
      .and((row) => row.journal === "" || row.journal === journal)
      .modify({ state: "waiting", again: true, position: null, receivedAt: null, trouble: null });
    await store.photos.where("state").equals("received").modify({ state: "waiting", receivedAt: null });
    if (reports > 0) await store.put("forgotten", { at: now, reports });
    return reports;
  });
}

/** The newest receipt, as `position:event_id`; "" when there is none. */
export async function lastReceipt(store: FieldStore, journal: string): Promise<string> {
  const rows = await store.reports.where("state").anyOf("received", "kept").toArray();
  const mine = rows.filter((row) => row.journal === journal && row.position !== null);
  const newest = mine.reduce<ReportRow | null>((a, b) => (a && (a.position ?? 0) > (b.position ?? 0) ? a : b), null);
  return newest ? `${newest.position ?? 0}:${newest.id}` : "";
}

/** Forgets copies whose time is over. Nothing without a receipt is ever old enough. */
export async function forgetOld(store: FieldStore, now = Date.now()): Promise<void> {
  const old = (row: { receivedAt: number | null }) => row.receivedAt !== null && now - row.receivedAt > KEEP_MS;
  await store.reports.where("state").equals("received").and(old).delete();
  await store.photos.where("state").equals("received").and(old).delete();
}
