/** Brings the ground onto the map, its labels in a font that has their characters. */
import type { FeatureCollection } from "geojson";
import { useEffect } from "react";
import { fetchMap, fetchPlanDocument } from "../api/calls";
import { readyFor } from "../shared/fonts";
import { useBoard } from "../state/current";
import { isPast } from "../state/past";
import type { BoardMap } from "./boardMap";

const AGAIN_MS = 3000;

function names(ground: FeatureCollection): string {
  return ground.features.map((feature) => (feature.properties?.name as string | undefined) ?? "").join("");
}

export function useBase(map: BoardMap | null): void {
  const digest = useBoard((board) => board.map_digest);
  useEffect(() => {
    if (!map) return undefined;
    let gone = false;
    let timer: ReturnType<typeof setTimeout> | undefined;
    async function load(): Promise<void> {
      try {
        const ground = await (isPast() ? fetchPlanDocument(digest) : fetchMap()); // the map of then
        await readyFor(names(ground));
        if (!gone) map?.show("base", ground);
      } catch {
        if (!gone) timer = setTimeout(() => void load(), AGAIN_MS); // the server is away: the line's state says so
      }
    }
    void load();
    return () => {
      gone = true;
      clearTimeout(timer);
    };
  }, [map, digest]);
}
