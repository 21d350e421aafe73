/** This phone: its store, its line, its loop, and the one way in which anything is reported. */
import { liveQuery } from "dexie";
import { useEffect, useState } from "react";
import { createStore, useStore } from "../state/store";
import { chirp } from "./feedback";
import { add } from "./store/outbox";
import {
  type Enrolment,
  FieldStore,
  type KeptCard,
  type KeptGoods,
  type PhotoRow,
  type ReportRow,
} from "./store/store";
import { boardNow } from "./sync/card";
import { openLine } from "./sync/line";
import { Loop } from "./sync/loop";
import { say } from "./sync/status";
import type { FactKind, Facts } from "./types";

/** Everything on the phone that a screen may show. */
export interface OnPhone {
  kept: KeptCard | undefined;
  crew: string;
  enrolment: Enrolment | undefined;
  device: string;
  reports: ReportRow[];
  photos: Omit<PhotoRow, "bytes">[];
  photosGivenUp: number;
  forgotten: { at: number; reports: number } | undefined;
  sound: boolean;
  goods: KeptGoods | undefined;
}

/** Told as the status's code when the browser lets nothing be stored at all. */
export const NO_STORE = "store.none";

export const store = new FieldStore();
export const phoneStore = createStore<OnPhone | null>(null);

export const line = openLine(() => phoneStore.get()?.enrolment?.token ?? "");
export const loop = new Loop(store, line);

async function withoutBytes(): Promise<OnPhone["photos"]> {
  const photos: OnPhone["photos"] = [];
  await store.photos.each(({ digest, opening, madeAt, state, receivedAt }) => {
    photos.push({ digest, opening, madeAt, state, receivedAt });
  });
  return photos;
}

async function look(): Promise<OnPhone> {
  const [kept, crew, enrolment, device, reports, photos, photosGivenUp, forgotten, sound, goods] = await Promise.all([
    store.get("card"),
    store.get("crew"),
    store.get("enrolment"),
    store.get("device"),
    store.reports.toArray(),
    withoutBytes(),
    store.get("photosGivenUp"),
    store.get("forgotten"),
    store.get("sound"),
    store.get("goods"),
  ]);
  return {
    kept,
    crew: crew ?? "",
    enrolment,
    device: enrolment?.device ?? device ?? "",
    reports,
    photos,
    photosGivenUp: photosGivenUp ?? 0,
    forgotten,
    sound: sound ?? true,
    goods,
  };
}

/** A name this phone keeps, so that two phones of a crew can be told apart. */
async function nameDevice(): Promise<void> {
  if (await store.get("device")) return;
  const chance = crypto.getRandomValues(new Uint8Array(3));
  await store.put("device", `phone-${[...chance].map((byte) => byte.toString(16).padStart(2, "0")).join("")}`);
}

/** Opens the store, follows it (other tabs' writes too), and starts syncing once its contents are known. */
export function startPhone(): () => void {
  let stopLoop: (() => void) | null = null;
  const following = liveQuery(look).subscribe({
    next: (found) => {
      phoneStore.set(found);
      stopLoop ??= loop.start();
    },
    error: () => say({ code: NO_STORE }),
  });
  void nameDevice();
  return () => {
    following.unsubscribe();
    stopLoop?.();
  };
}

export function usePhone<T>(select: (phone: OnPhone) => T, before: T): T {
  return useStore(phoneStore, (phone) => (phone ? select(phone) : before));
}

/** Reports something: on the phone's disk when done, sent as soon as there is a signal. */
export async function report<K extends FactKind>(kind: K, body: Facts[K]): Promise<void> {
  const phone = phoneStore.get();
  await add(store, {
    kind,
    body: { ...body },
    happenedAt: new Date(boardNow(phone?.kept)).toISOString(),
    journal: phone?.kept?.card.journal ?? "",
    origin: phone?.device ?? "",
  });
  chirp(phone?.sound ?? false);
  void loop.now();
}

/** Now by this device's clock, looked at again every so often. */
export function useTick(everyMs = 5000): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), everyMs);
    return () => clearInterval(timer);
  }, [everyMs]);
  return now;
}
