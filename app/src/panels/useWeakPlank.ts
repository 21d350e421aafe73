/** The weak plank as the server counts it, again for each new survey. */
import { useEffect, useState } from "react";
import { fetchWeakPlank } from "../api/calls";
import type { WeakPlank } from "../api/types";
import { useBoard } from "../state/current";

interface Answer {
  plank: WeakPlank | null;
  failed: boolean;
}

export function useWeakPlank(): Answer {
  const survey = useBoard((board) => board.map_digest);
  const [answer, setAnswer] = useState<Answer>({ plank: null, failed: false });
  useEffect(() => {
    let gone = false;
    fetchWeakPlank().then(
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
