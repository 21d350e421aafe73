/**
 * When the phone is full: what is given up, and in which order.
 *
 * Copies of what the server has go first, then the room kept in reserve for words, then photos not yet sent - the
 * oldest first, each counted and told. A report in words is never given up.
 */
import type { FieldStore } from "./store";

/** Room for several hundred reports in words. */
export const RESERVE_BYTES = 512 * 1024;

/** Whether an error means that the browser gives no more room, however deep it is wrapped. */
export function isFull(error: unknown): boolean {
  if (typeof error !== "object" || error === null) return false;
  const { name, inner } = error as { name?: unknown; inner?: unknown };
  return name === "QuotaExceededError" || (inner !== undefined && inner !== error && isFull(inner));
}

async function dropCopies(store: FieldStore): Promise<boolean> {
  const photos = await store.photos.where("state").equals("received").delete();
  const reports = await store.reports.where("state").equals("received").delete();
  return photos + reports > 0;
}

async function releaseReserve(store: FieldStore): Promise<boolean> {
  if ((await store.get("reserve")) === undefined) return false;
  await store.drop("reserve");
  return true;
}

async function dropOldestPhoto(store: FieldStore): Promise<boolean> {
  const oldest = (await store.photos.where("state").equals("waiting").sortBy("madeAt"))[0];
  if (!oldest) return false;
  await store.photos.delete(oldest.digest);
  await store.put("photosGivenUp", ((await store.get("photosGivenUp")) ?? 0) + 1);
  return true;
}

type Way = (store: FieldStore) => Promise<boolean>;

/** For words: everything may be given up for them. */
export const FOR_WORDS: readonly Way[] = [dropCopies, releaseReserve, dropOldestPhoto];

/** For a photo: only copies. */
export const FOR_A_PHOTO: readonly Way[] = [dropCopies];

/**
 * Writes, making room as long as there is a way to.
 *
 * @throws the browser's own error when nothing is left to give up.
 */
export async function withRoom<T>(store: FieldStore, ways: readonly Way[], write: () => Promise<T>): Promise<T> {
  let way = 0;
  for (;;) {
    try {
      return await write();
    } catch (error) {
      if (!isFull(error)) throw error;
      while (way < ways.length && !(await ways[way]?.(store))) way += 1;
      if (way >= ways.length) throw error;
    }
  }
}

/** Fills the reserve again, if the phone has room for it. */
export async function keepReserve(store: FieldStore): Promise<void> {
  if ((await store.get("reserve")) !== undefined) return;
  try {
    await store.put("reserve", new ArrayBuffer(RESERVE_BYTES));
  } catch (error) {
    if (!isFull(error)) throw error; // no room now; the next round tries again
  }
}
