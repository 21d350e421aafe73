/** An action of a button: whether it is under way, and why it failed. */
import { useState } from "react";
import type { Failure } from "./acting";

export interface Act {
  busy: boolean;
  failure: Failure;
  run: (act: () => Promise<Failure>) => void;
}

export function useAct(): Act {
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<Failure>(null);
  return {
    busy,
    failure,
    run: (act) => {
      setBusy(true);
      setFailure(null);
      void act()
        .then(setFailure)
        .finally(() => setBusy(false));
    },
  };
}
