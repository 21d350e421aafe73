/** The night as it stands on this phone. */
import { useMemo } from "react";
import { usePhone } from "../phone/current";
import type { ReportRow } from "../phone/store/store";
import { foldNight, type Night } from "./night/fold";

/** The night, folded from the card and this phone's own reports; null before there is a card with a crew. */
export function useNight(): Night | null {
  const card = usePhone((phone) => phone.kept?.card, undefined);
  const reports = usePhone((phone) => phone.reports, NOTHING);
  return useMemo(() => (card?.crew ? foldNight(card, reports) : null), [card, reports]);
}

const NOTHING: ReportRow[] = [];
