/** Goods as they stand: fetched at once, again whenever the board changes, and kept while there is no line. */
import { useCallback, useEffect, useRef, useState } from "react";
import { fetchGoods, type GoodsView } from "./calls";

const SETTLE_MS = 400;
const EVERY_MS = 20_000;

export interface Goods {
  view: GoodsView | null;
  /** False once the last attempt got no answer. */
  online: boolean;
  refresh: () => void;
  /** The board's time now, in Unix milliseconds. */
  now: () => number;
}

export function useGoods(): Goods {
  const [view, setView] = useState<GoodsView | null>(null);
  const [online, setOnline] = useState(true);
  const fetchedAt = useRef(0);
  const refresh = useCallback(() => {
    fetchGoods()
      .then((fresh) => {
        fetchedAt.current = Date.now();
        setView(fresh);
        setOnline(true);
      })
      .catch(() => setOnline(false));
  }, []);
  useEffect(() => {
    refresh();
    let waiting: ReturnType<typeof setTimeout> | undefined;
    const soon = () => {
      clearTimeout(waiting);
      waiting = setTimeout(refresh, SETTLE_MS);
    };
    const stream = new EventSource("/api/changes");
    stream.addEventListener("change", soon);
    const beat = setInterval(refresh, EVERY_MS);
    return () => {
      stream.close();
      clearInterval(beat);
      clearTimeout(waiting);
    };
  }, [refresh]);
  const now = useCallback(() => (view ? Date.parse(view.now) + (Date.now() - fetchedAt.current) : Date.now()), [view]);
  return { view, online, refresh, now };
}
