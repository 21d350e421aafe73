/** What lies on the phone: reports and photos that nobody may lose, and the last card. IndexedDB through Dexie. */
import Dexie, { type EntityTable } from "dexie";
import type { FieldCard, GoodsView } from "../types";

export interface Trouble {
  /** Received but not as meant (`quarantined`, `differs`), or not taken at all yet (`refused`). */
  code: "quarantined" | "differs" | "refused";
  why: string;
}

/** A report from the moment it was made until three days after its durable receipt. */
export interface ReportRow {
  id: string;
  kind: string;
  body: Record<string, unknown>;
  /** The board's time by this device's clock, ISO 8601. */
  happenedAt: string;
  /** This device's own clock, Unix milliseconds. */
  madeAt: number;
  /** The journal it is meant for (its first entry's id); "" when that was not known. */
  journal: string;
  /** The phone it was made on. */
  origin: string;
  /** `kept`: a durable receipt came, but there is something a person has to see. */
  state: "waiting" | "received" | "kept";
  position: number | null;
  receivedAt: number | null;
  trouble: Trouble | null;
  /** Sent again because the server was restored from an older backup. */
  again: boolean;
  /** Given to another phone, which may have delivered it first. */
  handedOver: boolean;
}

export interface PhotoRow {
  digest: string;
  bytes: ArrayBuffer;
  opening: string;
  madeAt: number;
  state: "waiting" | "received";
  receivedAt: number | null;
}

/** A card as it was fetched, and how its time relates to this device's. */
export interface KeptCard {
  card: FieldCard;
  etag: string;
  /** This device's clock when it was last known to be so. */
  fetchedAt: number;
  /** The board's time then, Unix milliseconds. */
  boardAt: number;
  /** Board seconds a second; 1 in a real night. */
  rate: number;
  /** A rehearsal's time is not the wall's: reports are then told in the board's time. */
  ownTime: boolean;
}

/** Yards and loans as they were fetched. */
export interface KeptGoods {
  view: GoodsView;
  /** This device's clock when it was last known to be so. */
  fetchedAt: number;
}

export interface Enrolment {
  token: string;
  person: string;
  role: string;
  device: string;
}

/** Small things by name. */
export interface Meta {
  lastId: string;
  card: KeptCard;
  crew: string;
  enrolment: Enrolment;
  device: string;
  /** Room kept free, so that a report in words always fits. */
  reserve: ArrayBuffer;
  /** How many photos had to be given up for want of room. */
  photosGivenUp: number;
  /** When the server was last found to have forgotten receipts (this device's clock), and how many went again. */
  forgotten: { at: number; reports: number };
  lease: { tab: string; until: number };
  sound: boolean;
  goods: KeptGoods;
}

export class FieldStore extends Dexie {
  reports!: EntityTable<ReportRow, "id">;
  photos!: EntityTable<PhotoRow, "digest">;
  meta!: EntityTable<{ key: keyof Meta; value: unknown }, "key">;

  constructor(name = "yipanqi-field") {
    super(name, { chromeTransactionDurability: "strict" });
    this.version(1).stores({ reports: "id, state", photos: "digest, state", meta: "key" });
  }

  async get<K extends keyof Meta>(key: K): Promise<Meta[K] | undefined> {
    return (await this.meta.get(key))?.value as Meta[K] | undefined;
  }

  async put<K extends keyof Meta>(key: K, value: Meta[K]): Promise<void> {
    await this.meta.put({ key, value });
  }

  async drop(key: keyof Meta): Promise<void> {
    await this.meta.delete(key);
  }
}
