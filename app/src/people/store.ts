/** The people as last fetched, what is open above them, and what can be undone for a while. */
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { createStore } from "../state/store";
import { type CodeView, fetchPeople, type PeopleView, type PersonRow } from "./calls";
import { peopleRefusal } from "./words";

export type Open =
  { kind: "invite" } | { kind: "change"; person: PersonRow } | { kind: "code"; code: CodeView; phone: boolean };

export interface Undo {
  text: string;
  back: () => Promise<unknown>;
}

export const peopleStore = createStore<PeopleView | null>(null);
/** When that was, by this browser's clock: ages are told as of then. */
export const fetchedStore = createStore(0);
export const openStore = createStore<Open | null>(null);
export const undoStore = createStore<Undo | null>(null);

let asked = 0;
let shown = 0;

/** Fetches everybody anew; what was asked for before what is shown comes too late and is passed over. */
export async function refresh(): Promise<void> {
  asked += 1;
  const mine = asked;
  const view = await fetchPeople();
  if (mine < shown) return;
  shown = mine;
  fetchedStore.set(Date.now());
  peopleStore.set(view);
}

export interface Acting {
  busy: boolean;
  refusal: string;
  run: (act: () => Promise<unknown>, then?: () => void) => void;
}

/** Something done to people: the list is fetched anew after it, and a refusal is kept to be shown. */
export function useActing(): Acting {
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
        .then(refresh)
        .catch((error: unknown) => setRefusal(peopleRefusal(error, t)))
        .finally(() => setBusy(false));
    },
  };
}
