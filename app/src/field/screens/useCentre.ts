/** The middle of the small map: the first place of the card it came with. */
import { useMemo } from "react";
import { usePhone } from "../../phone/current";
import { middle } from "../night/geo";
import type { LonLat } from "../../phone/types";

export function useCentre(): LonLat {
  const card = usePhone((phone) => phone.kept?.card, undefined);
  const first = card?.jobs[0]?.line;
  const key = card?.map_key;
  // eslint-disable-next-line react-hooks/exhaustive-deps -- a new map has a new key; the jobs' order may change under one
  return useMemo(() => (first ? middle(first) : [0, 0]), [key]);
}
