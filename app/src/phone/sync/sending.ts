/**
 * Sending what waits: reports in order, each deleted from the queue by its own durable receipt and by nothing else;
 * photos after them, one by one.
 */
import { forgetOld, refuse, saveFromMemory, settle, waiting } from "../store/outbox";
import { keepReserve } from "../store/room";
import type { FieldStore, ReportRow } from "../store/store";
import type { Receipt } from "../types";
import type { Answer, Line } from "./line";

/** How a round ended: all gone, or why not. `refused`: the server takes no reports from us, and says why. */
export type Ending = "all" | "sign_in" | "revoked" | "refused" | "busy" | "unclear";

export interface Sent {
  ending: Ending;
  reports: number;
  photos: number;
  /** Seconds after which the server asks to be tried again. */
  after: number | null;
  /** The server's own code for what it refused. */
  code: string;
}

const BATCH = 50;
const PHOTO_TIMEOUT_MS = 90_000;

export interface Sending {
  store: FieldStore;
  line: Line;
  /** This phone's name. */
  device: string;
  /** The journal the server has now; reports meant for another are held back. */
  journal: string;
  /** The board's time by this device's clock, told so that a wrong clock can be seen. */
  sentAt: () => string;
}

interface Batch {
  origin: string;
  rows: ReportRow[];
}

/** Neighbours in the queue that were made on the same phone go together. */
function batches(rows: readonly ReportRow[]): Batch[] {
  const out: Batch[] = [];
  for (const row of rows) {
    const last = out.at(-1);
    if (last?.origin === row.origin && last.rows.length < BATCH) last.rows.push(row);
    else out.push({ origin: row.origin, rows: [row] });
  }
  return out;
}

function asSent(row: ReportRow): object {
  return { event_id: row.id, kind: row.kind, happened_at: row.happenedAt, body: row.body };
}

function endingOf(answer: Answer): Ending {
  if (answer.status === 401) return answer.code === "device.revoked" ? "revoked" : "sign_in";
  if (answer.status === 429 || answer.status >= 500) return "busy";
  if (answer.status >= 400) return "refused";
  return "unclear";
}

function receiptsOf(answer: Answer): Receipt[] | null {
  if (answer.status !== 200) return null;
  const receipts = (answer.body as { receipts?: unknown } | null)?.receipts;
  return Array.isArray(receipts) ? (receipts as Receipt[]) : null;
}

function retryAfter(answer: Answer): number | null {
  const seconds = Number(answer.headers.get("retry-after"));
  return seconds > 0 ? seconds : null;
}

/** A batch on the wire. Of reports another phone handed over nobody here knows how wrong that one's clock was. */
function batchOf({ device, sentAt }: Sending, { origin, rows }: Batch): object {
  const reports = rows.map(asSent);
  if (origin && origin !== device) return { reports, device, made_on: origin };
  return { reports, device, sent_at: sentAt() };
}

async function sendBatch(sending: Sending, batch: Batch, sent: Sent): Promise<boolean> {
  const { store, line } = sending;
  const { rows } = batch;
  const json = batchOf(sending, batch);
  const answer = await line("POST", "/api/reports/", { json });
  const receipts = receiptsOf(answer);
  if (receipts) {
    const settled = await settle(store, receipts);
    sent.reports += settled;
    if (settled > 0) return true;
    sent.ending = "unclear"; // an answer without a receipt for us settles nothing
    return false;
  }
  sent.ending = endingOf(answer);
  sent.after = retryAfter(answer);
  sent.code = answer.code;
  if (sent.ending !== "refused") return false;
  if (answer.status === 403) return false; // about us, not about the report
  if (rows.length > 1) return sendOneByOne(sending, rows, sent);
  sent.ending = "unclear";
  await Promise.all(rows.map((row) => refuse(store, row.id, answer.code || `HTTP ${answer.status}`)));
  return true; // one bad report must not hold up the rest; it stays and is tried again
}

async function sendOneByOne(sending: Sending, rows: readonly ReportRow[], sent: Sent): Promise<boolean> {
  for (const row of rows) {
    if (!(await sendBatch(sending, { origin: row.origin, rows: [row] }, sent))) return false;
  }
  return true;
}

async function sendPhotos({ store, line }: Sending, sent: Sent): Promise<void> {
  const digests = await store.photos.where("state").equals("waiting").primaryKeys();
  for (const digest of digests) {
    const photo = await store.photos.get(digest);
    if (!photo) continue;
    const answer = await line("PUT", `/api/photos/${digest}`, { jpeg: photo.bytes, timeoutMs: PHOTO_TIMEOUT_MS });
    if (answer.status !== 200) {
      sent.ending = endingOf(answer);
      sent.after = retryAfter(answer);
      sent.code = answer.code;
      return;
    }
    await store.photos.update(digest, { state: "received", receivedAt: Date.now() });
    sent.photos += 1;
  }
}

/** One round. Throws NoSignal when the line breaks; what had a receipt by then is settled, the rest waits. */
export async function sendAll(sending: Sending): Promise<Sent> {
  const { store, journal } = sending;
  const sent: Sent = { ending: "all", reports: 0, photos: 0, after: null, code: "" };
  await saveFromMemory(store);
  const rows = await waiting(store);
  const ours = rows.filter((row) => !journal || !row.journal || row.journal === journal);
  for (const batch of batches(ours)) {
    if (!(await sendBatch(sending, batch, sent))) return sent;
  }
  const left = (await waiting(store)).some((row) => ours.some((own) => own.id === row.id));
  if (!left) sent.ending = "all";
  await sendPhotos(sending, sent);
  await forgetOld(store);
  await keepReserve(store);
  return sent;
}
