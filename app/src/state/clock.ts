/** Time on this board, ticking between pulses. */
import { useEffect, useState } from "react";
import { boardNow } from "./board";
import { boardStore } from "./current";
import { linkStore } from "./link";

function read(): number {
  const board = boardStore.get();
  if (!board) return Date.now();
  // A rehearsal's clock stands still while its server is away; a real night's goes on without us.
  const paused = linkStore.get().state === "offline" && board.pulse.clock.rate !== 1;
  return boardNow(board, paused ? board.clockReadAt : performance.now());
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
