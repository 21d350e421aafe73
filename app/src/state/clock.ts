/** Time on this board, ticking between pulses. */
import { useEffect, useState } from "react";
import { boardNow } from "./board";
import { boardStore } from "./current";

function read(): number {
  const board = boardStore.get();
  return board ? boardNow(board, performance.now()) : Date.now();
}

/** The board's time in Unix milliseconds, read again every `everyMs` of the wall's. */
export function useNow(everyMs = 1000): number {
  const [now, setNow] = useState(read);
  useEffect(() => {
    const timer = setInterval(() => setNow(read()), everyMs);
    return () => clearInterval(timer);
  }, [everyMs]);
  return now;
}
