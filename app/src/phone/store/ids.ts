/** Event ids in order of making: UUIDv7 (RFC 9562, section 5.7) that never goes back, whatever the clock does. */

const CHANCE_BITS = 74n;
const LOW_BITS = 62n;
const CHANCE = (1n << CHANCE_BITS) - 1n;
const LOW = (1n << LOW_BITS) - 1n;

interface Parts {
  ms: bigint;
  /** The 74 bits behind the time. */
  chance: bigint;
}

function partsOf(id: string): Parts {
  const value = BigInt(`0x${id.replaceAll("-", "")}`);
  const high = (value >> 64n) & 0xfffn;
  return { ms: value >> 80n, chance: (high << LOW_BITS) | (value & LOW) };
}

function idOf({ ms, chance }: Parts): string {
  const value = (ms << 80n) | (7n << 76n) | ((chance >> LOW_BITS) << 64n) | (2n << LOW_BITS) | (chance & LOW);
  const digits = value.toString(16).padStart(32, "0");
  return [digits.slice(0, 8), digits.slice(8, 12), digits.slice(12, 16), digits.slice(16, 20), digits.slice(20)].join(
    "-",
  );
}

/**
 * The id after `last` ("" for the first).
 *
 * A clock that was put back, or two reports in one millisecond, count on from the last id, so that the order of ids stays
 * the order in which things were reported.
 */
export function nextId(last: string, nowMs: number, random: (bytes: Uint8Array<ArrayBuffer>) => Uint8Array): string {
  const bytes = random(new Uint8Array(10));
  const fresh = bytes.reduce((sum, byte) => (sum << 8n) | BigInt(byte), 0n) & CHANCE;
  const now = { ms: BigInt(Math.max(0, Math.floor(nowMs))), chance: fresh };
  if (last === "") return idOf(now);
  const before = partsOf(last);
  if (now.ms > before.ms) return idOf(now);
  const step = before.chance + 1n + (fresh & 0xffffffffn);
  return idOf(step <= CHANCE ? { ms: before.ms, chance: step } : { ms: before.ms + 1n, chance: fresh });
}

/** The system's own chance. */
export function systemChance(bytes: Uint8Array<ArrayBuffer>): Uint8Array {
  return crypto.getRandomValues(bytes);
}

/** A name of its own for something made here, in order of time. */
export function freshId(): string {
  return nextId("", Date.now(), systemChance);
}
