/** The weak plank as the server counts it, again for each new survey. */
import { useEffect, useState } from "react";
import { fetchPastWeakPlank, fetchWeakPlank } from "../api/calls";
import type { WeakPlank } from "../api/types";
import { boardStore, useBoard } from "../state/current";
import { isPast } from "../state/past";

interface Answer {
  plank: WeakPlank | null;
  failed: boolean;
}

export function useWeakPlank(): Answer {
  const survey = useBoard((board) => board.map_digest);
  const [answer, setAnswer] = useState<Answer>({ plank: null, failed: false });
  useEffect(() => {
    let gone = false;
    // Looking back it is counted by the survey of then; what was reported since changes nothing in it.
    const asked = isPast() ? fetchPastWeakPlank(boardStore.get()?.position ?? 0) : fetchWeakPlank();
    asked.then(
      (plank) => {
        if (!gone) setAnswer({ plank, failed: plank === null });
      },
      () => {
        if (!gone) setAnswer({ plank: null, failed: true });
      },
    );
    return () => {
      gone = true;
    };
  }, [survey]);
  return answer;
}
