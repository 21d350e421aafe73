/** Fetching the card: only what changed, its time, and whether the server still holds our receipts. */
import { lastReceipt, sendAllAgain } from "../store/outbox";
import { FOR_A_PHOTO, isFull, withRoom } from "../store/room";
import type { FieldStore, KeptCard } from "../store/store";
import type { FieldCard } from "../types";
import type { Answer, Line } from "./line";

/** A clock farther off than this is called wrong. */
export const CLOCK_WRONG_MS = 120_000;
const ALSO_AT_MOST = 40;

export interface Fetched {
  answer: Answer;
  /** How far this device's clock is behind the server's, in milliseconds; null when it did not say. */
  clockOffMs: number | null;
}

/** Openings the phone has reports of, newest first: whoever has them now is to be shown. */
async function reportedOn(store: FieldStore): Promise<string[]> {
  const rows = await store.reports.orderBy("id").reverse().limit(200).toArray();
  const names = rows.map((row) => row.body.opening ?? row.body.to).filter((name) => typeof name === "string");
  return [...new Set(names)].filter((name) => !name.includes(",")).slice(0, ALSO_AT_MOST);
}

function keptOf(card: FieldCard, answer: Answer, before: KeptCard | undefined, now: number): KeptCard {
  const boardAt = Date.parse(card.clock.now);
  const same = before?.card.map_key === card.map_key && card.map === null;
  const withMap = same ? { ...card, map: before.card.map, neighbourhoods: before.card.neighbourhoods } : card;
  const apart = answer.serverAt !== null && Math.abs(boardAt - answer.serverAt) > CLOCK_WRONG_MS;
  return {
    card: withMap,
    etag: answer.headers.get("etag") ?? "",
    fetchedAt: now,
    boardAt,
    rate: card.clock.rate,
    ownTime: card.clock.rate !== 1 || apart,
  };
}

function renewed(before: KeptCard, answer: Answer, now: number): KeptCard {
  const position = Number(answer.headers.get("yipanqi-position"));
  const boardAt = Date.parse(answer.headers.get("yipanqi-now") ?? "");
  return {
    ...before,
    card: { ...before.card, position: position || before.card.position },
    fetchedAt: now,
    boardAt: Number.isNaN(boardAt) ? before.boardAt : boardAt,
  };
}

async function noticeForgotten(store: FieldStore, kept: KeptCard, receipt: string): Promise<void> {
  const ours = Number(receipt.split(":")[0]);
  if (kept.card.forgotten || (receipt !== "" && kept.card.position < ours)) {
    await sendAllAgain(store, kept.card.journal);
  }
}

async function question(store: FieldStore, before: KeptCard | undefined, receipt: string): Promise<string> {
  const crew = (await store.get("crew")) ?? "";
  const asked = new URLSearchParams({ crew, also: (await reportedOn(store)).join(",") });
  if (before?.card.map) asked.set("known", before.card.map_key);
  if (receipt) asked.set("receipt", receipt);
  return asked.toString();
}

/** Fetches and keeps the card. Throws NoSignal when there is no answer. */
export async function fetchCard(store: FieldStore, line: Line): Promise<Fetched> {
  const before = await store.get("card");
  const receipt = before ? await lastReceipt(store, before.card.journal) : "";
  const headers: Record<string, string> = before ? { "if-none-match": before.etag } : {};
  const asking = Date.now();
  const answer = await line("GET", `/api/field/card?${await question(store, before, receipt)}`, { headers });
  const now = Date.now();
  if (answer.status === 304 && before) await keep(store, renewed(before, answer, now), receipt);
  if (answer.status === 200) await keep(store, keptOf(answer.body as FieldCard, answer, before, now), receipt);
  return { answer, clockOffMs: offBy(answer, (asking + now) / 2) };
}

/** The Date header tells whole seconds, so half of one is added. */
function offBy(answer: Answer, at: number): number | null {
  return answer.serverAt === null ? null : answer.serverAt + 500 - at;
}

async function keep(store: FieldStore, kept: KeptCard, receipt: string): Promise<void> {
  try {
    await withRoom(store, FOR_A_PHOTO, () => store.put("card", kept));
  } catch (error) {
    if (!isFull(error)) throw error; // an older card does; a report must not lose its room to a newer one
  }
  await noticeForgotten(store, kept, receipt);
}

/** The board's time now, in Unix milliseconds: a rehearsal's runs by itself, a real night's is this device's clock. */
export function boardNow(kept: KeptCard | undefined, now = Date.now()): number {
  if (!kept?.ownTime) return now;
  return kept.boardAt + (now - kept.fetchedAt) * kept.rate;
}
