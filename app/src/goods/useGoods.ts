/** Goods as they stand on this phone: fetched after each round of sending, and kept for when there is no signal. */
import { useEffect, useMemo, useState } from "react";
import { boardNow } from "../phone/sync/card";
import { phoneStore, store, usePhone } from "../phone/current";
import type { ReportRow } from "../phone/store/store";
import { FOR_A_PHOTO, isFull, withRoom } from "../phone/store/room";
import { NoSignal } from "../phone/sync/line";
import { statusStore } from "../phone/sync/status";
import { fetchGoods, type GoodsView } from "./calls";
import { foldGoods, type GoodsNow } from "./fold";

const SETTLE_MS = 400;

/** The board's time now, in Unix milliseconds. */
export function goodsTime(): number {
  return boardNow(phoneStore.get()?.kept);
}

async function keep(view: GoodsView): Promise<void> {
  try {
    await withRoom(store, FOR_A_PHOTO, () => store.put("goods", { view, fetchedAt: Date.now() }));
  } catch (error) {
    if (!isFull(error)) throw error; // an older view does; a report must not lose its room to a newer one
  }
}

/** Asks once; of answers that overtake each other the one asked for last counts. */
class Fetching {
  private asked = 0;

  async now(): Promise<"kept" | "not_ours" | "no_signal"> {
    this.asked += 1;
    const mine = this.asked;
    try {
      const view = await fetchGoods();
      if (view && mine === this.asked) await keep(view);
      return view ? "kept" : "not_ours";
    } catch (error) {
      if (error instanceof NoSignal) return "no_signal";
      throw error;
    }
  }
}

const fetching = new Fetching();

/** Has goods fetched again soon; what changed at once is asked for once. */
export const refresh = (() => {
  let waiting: ReturnType<typeof setTimeout> | undefined;
  return () => {
    clearTimeout(waiting);
    waiting = setTimeout(() => void fetching.now(), SETTLE_MS);
  };
})();

/** The board's own stream, for a browser that is signed in; a phone's token can't open one and looks by itself. */
function useStream(enrolled: boolean): void {
  useEffect(() => {
    if (enrolled) return;
    const stream = new EventSource("/api/changes");
    stream.addEventListener("change", refresh);
    return () => stream.close();
  }, [enrolled]);
}

export interface Goods {
  now: GoodsNow | null;
  fetchedAt: number | null;
  /** The server shows this role no goods. */
  notOurs: boolean;
}

export function useGoods(): Goods {
  const kept = usePhone((phone) => phone.goods, undefined);
  const reports = usePhone((phone) => phone.reports, NOTHING);
  const enrolled = usePhone((phone) => phone.enrolment !== undefined, true);
  const [notOurs, setNotOurs] = useState(false);
  useStream(enrolled);
  useEffect(() => {
    let before = statusStore.get();
    return statusStore.watch(() => {
      const status = statusStore.get();
      const ended = before.sending && !status.sending && status.line === "up";
      before = status;
      if (!ended || status.ending === "sign_in" || status.ending === "revoked") return;
      void fetching.now().then((came) => setNotOurs(came === "not_ours"));
    });
  }, []);
  const now = useMemo(() => (kept ? foldGoods(kept.view, reports) : null), [kept, reports]);
  return { now, fetchedAt: kept?.fetchedAt ?? null, notOurs };
}

const NOTHING: ReportRow[] = [];
