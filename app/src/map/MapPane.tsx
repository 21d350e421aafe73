/** The map in the page: loads the ground, keeps the board's things on it, shows what the pointer is over. */
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { EditDock } from "../editing/EditDock";
import { useNarrow } from "../layout/useNarrow";
import { boardStore, useBoard } from "../state/current";
import type { Subject } from "../state/selection";
import { pick } from "../state/selection";
import { BoardMap } from "./boardMap";
import { HoverCard } from "./HoverCard";
import { Legend } from "./Legend";
import { NoMap } from "./NoMap";
import { firstView } from "./sources";
import { useBase } from "./useBase";
import { useEditing } from "./useEditing";
import { useLayers } from "./useLayers";
import { usePicked } from "./usePickedLayer";
import { drawsMaps } from "./webgl";

interface Hover {
  subject: Subject;
  x: number;
  y: number;
}

function Drawn() {
  const { t } = useTranslation();
  const element = useRef<HTMLDivElement>(null);
  const [map, setMap] = useState<BoardMap | null>(null);
  const [hover, setHover] = useState<Hover | null>(null);
  const ground = useBoard((board) => board.map_digest);
  const attribution = useBoard((board) => board.attribution);

  useEffect(() => {
    const board = boardStore.get();
    if (!element.current || !board) return undefined;
    const made = new BoardMap(element.current, firstView(board.neighbourhoods, board.bounds), {
      pick: (subject) => pick(subject, "map"),
      hover: (subject, x, y) => setHover(subject && { subject, x, y }),
    });
    setMap(made);
    return () => {
      setMap(null);
      made.remove();
    };
  }, [ground]);

  useBase(map);
  useLayers(map);
  usePicked(map);
  useEditing(map);
  return (
    <>
      <div ref={element} className="map-canvas" role="application" aria-label={t("map.label")} />
      {hover ? <HoverCard {...hover} /> : null}
      <Legend />
      {attribution ? <div className="attribution">{attribution}</div> : null}
    </>
  );
}

/** The map, or why there is none; a phone's tools of editing are there with either. */
export default function MapPane() {
  const narrow = useNarrow();
  return (
    <div className="map" data-testid="map">
      {drawsMaps() ? <Drawn /> : <NoMap />}
      {narrow ? <EditDock /> : null}
    </div>
  );
}
