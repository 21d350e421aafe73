/** One sender at a time: two open tabs of one phone take turns. */
import type { FieldStore } from "../store/store";

const LOCK = "yipanqi-field-sending";
/** Longer than a round takes; a tab that was killed holds up the others no longer than this. */
const LEASE_MS = 60_000;

/** Takes the lease unless another tab holds it; for browsers without Web Locks. */
export async function lease(store: FieldStore, tab: string, now = Date.now()): Promise<boolean> {
  return store.transaction("rw", store.meta, async () => {
    const held = await store.get("lease");
    if (held && held.tab !== tab && held.until > now && held.until <= now + LEASE_MS) return false;
    await store.put("lease", { tab, until: now + LEASE_MS });
    return true;
  });
}

async function release(store: FieldStore, tab: string): Promise<void> {
  await store.transaction("rw", store.meta, async () => {
    if ((await store.get("lease"))?.tab === tab) await store.drop("lease");
  });
}

/** Runs `round` if no other tab is at it; says whether it was run. */
export async function inTurn(store: FieldStore, tab: string, round: () => Promise<void>): Promise<boolean> {
  const locks = (navigator as { locks?: LockManager }).locks; // missing outside https and in older browsers
  if (locks) {
    return locks.request(LOCK, { ifAvailable: true }, async (lock) => {
      if (lock) await round();
      return lock !== null;
    });
  }
  if (!(await lease(store, tab))) return false;
  try {
    await round();
  } finally {
    await release(store, tab);
  }
  return true;
}
