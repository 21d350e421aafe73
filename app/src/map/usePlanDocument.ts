/** The drawing of the plan in force, fetched once for each plan. */
import type { FeatureCollection } from "geojson";
import { useEffect, useState } from "react";
import { fetchPlanDocument } from "../api/calls";
import { useBoard } from "../state/current";

export function usePlanDocument(): FeatureCollection | null {
  const digest = useBoard((board) => board.plan?.digest ?? null);
  const [held, setHeld] = useState<{ digest: string; plan: FeatureCollection } | null>(null);
  useEffect(() => {
    if (!digest) return undefined;
    let gone = false;
    fetchPlanDocument(digest).then(
      (plan) => {
        if (!gone) setHeld({ digest, plan });
      },
      () => undefined, // edges and gaps from the rows stand in until the next plan
    );
    return () => {
      gone = true;
    };
  }, [digest]);
  return held?.digest === digest ? held.plan : null;
}
