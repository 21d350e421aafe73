/** Unsent reports as a parcel for another phone: each keeps its own id and the name of the phone it was made on. */
import type { FieldStore, ReportRow } from "../store/store";
import { waiting } from "../store/outbox";

const FORMAT = "yipanqi-outbox/1";

type Given = Pick<ReportRow, "id" | "kind" | "body" | "happenedAt" | "madeAt" | "journal" | "origin">;

export interface Parcel {
  format: typeof FORMAT;
  from: string;
  /** Who lends the crew, by name: its other crews' phones may speak for it. */
  lender: string;
  reports: Given[];
}

/** Whose phone this is, as far as that says whose reports it may carry. */
export interface Carrier {
  /** Null for a browser signed in by password. */
  role: string | null;
  lender: string;
}

/**
 * Whether the server would believe these reports from that phone.
 *
 * Reports of another lender's crew would be kept apart as not that phone's to make, under their own ids: worse than not
 * sent at all, since the phone they were made on could then no more have them believed.
 */
export function mayCarry(parcel: Parcel, carrier: Carrier): boolean {
  return carrier.role === null || carrier.role === "commander" || carrier.lender === parcel.lender;
}

/** Everything unsent, marked as handed over; it stays here as well until it has a receipt. */
export async function pack(store: FieldStore, from: string, lender: string): Promise<Parcel> {
  const rows = await waiting(store);
  await store.reports
    .where("id")
    .anyOf(rows.map((row) => row.id))
    .modify({ handedOver: true });
  const reports = rows.map(({ id, kind, body, happenedAt, madeAt, journal, origin }) => ({
    id,
    kind,
    body,
    happenedAt,
    madeAt,
    journal,
    origin: origin || from,
  }));
  return { format: FORMAT, from, lender, reports };
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

function isGiven(row: unknown): row is Given {
  if (typeof row !== "object" || row === null) return false;
  const { id, kind, body, happenedAt, madeAt, journal, origin } = row as Record<string, unknown>;
  const words = [id, kind, happenedAt, journal, origin].every((value) => typeof value === "string");
  return words && UUID.test(id as string) && typeof madeAt === "number" && typeof body === "object" && body !== null;
}

/** Reads a parcel; null when it is none of ours or damaged. */
export function open(text: string): Parcel | null {
  try {
    const parcel = JSON.parse(text) as Partial<Parcel> | null;
    if (parcel?.format !== FORMAT || typeof parcel.from !== "string") return null;
    if (typeof parcel.lender !== "string" || !Array.isArray(parcel.reports)) return null;
    return parcel.reports.every(isGiven) ? (parcel as Parcel) : null;
  } catch {
    return null;
  }
}

/** Takes a parcel in; what is here already is left as it is. Says how many reports are new. */
export async function takeIn(store: FieldStore, parcel: Parcel): Promise<number> {
  return store.transaction("rw", store.reports, async () => {
    let added = 0;
    for (const { id, kind, body, happenedAt, madeAt, journal, origin } of parcel.reports) {
      if (await store.reports.get(id)) continue;
      await store.reports.add({
        id,
        kind,
        body,
        happenedAt,
        madeAt,
        journal,
        origin,
        state: "waiting",
        position: null,
        receivedAt: null,
        trouble: null,
        again: false,
        handedOver: true,
      });
      added += 1;
    }
    return added;
  });
}
