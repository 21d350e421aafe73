/** A decision behind a button: whether it is under way, and why it was not taken. */
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { boardStore } from "../state/current";
import { commandRefusal } from "./refusals";

export interface Doing {
  busy: boolean;
  refusal: string;
  run: (act: () => Promise<unknown>, then?: () => void) => void;
}

export function useDoing(): Doing {
  const { t } = useTranslation();
  const [busy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState("");
  return {
    busy,
    refusal,
    run: (act, then) => {
      setBusy(true);
      setRefusal("");
      act()
        .then(() => then?.())
        .catch((error: unknown) => setRefusal(commandRefusal(error, t, boardStore.get()?.time_zone)))
        .finally(() => setBusy(false));
    },
  };
}
