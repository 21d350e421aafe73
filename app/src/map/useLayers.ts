/** Keeps rings, nets, openings, crews and suppliers on the map in step with the board. */
import { useEffect, useMemo, useRef } from "react";
import { readyFor } from "../shared/fonts";
import { useBoard } from "../state/current";
import { crewNumbers } from "../state/numbers";
import type { BoardMap } from "./boardMap";
import { followCrews } from "./crewMotion";
import { FreshMarks } from "./freshMarks";
import { assumedLines, netLines, ringLines } from "./planDocument";
import { crewPoints, neighbourhoodAreas, neighbourhoodLabels, openingPoints, supplierPoints } from "./sources";
import { usePlanDocument } from "./usePlanDocument";

export function useLayers(map: BoardMap | null): void {
  const plan = usePlanDocument();
  const openings = useBoard((board) => board.openings);
  const neighbourhoods = useBoard((board) => board.neighbourhoods);
  const crews = useBoard((board) => board.crews);
  const suppliers = useBoard((board) => board.suppliers);
  const ids = [...crews.keys()].join(" ");
  // eslint-disable-next-line react-hooks/exhaustive-deps -- numbers depend on which crews there are, not on what they do
  const numbers = useMemo(() => crewNumbers(crews), [ids]);
  const motion = useRef<ReturnType<typeof followCrews> | null>(null);
  const marks = useRef<FreshMarks | null>(null);

  useEffect(() => {
    if (!map) return;
    map.show("openings", openingPoints(openings, numbers));
    map.show("nets", netLines(plan, openings));
  }, [map, openings, numbers, plan]);

  useEffect(() => {
    if (!map) return undefined;
    marks.current ??= new FreshMarks((data) => map.show("fresh", data));
    marks.current.see(openings);
    return undefined;
  }, [map, openings]);

  useEffect(() => {
    if (!map) return;
    map.show("neighbourhoods", neighbourhoodAreas(neighbourhoods));
    const labels = neighbourhoodLabels(neighbourhoods);
    void readyFor([...neighbourhoods.values()].map((row) => row.name).join("")).then(() =>
      map.show("neighbourhood-labels", labels),
    );
  }, [map, neighbourhoods]);

  useEffect(() => {
    map?.show("rings", ringLines(plan, neighbourhoods, openings));
  }, [map, neighbourhoods, openings, plan]);

  useEffect(() => {
    map?.show("assumed", assumedLines(plan));
  }, [map, plan]);

  useEffect(() => {
    if (!map) return;
    motion.current ??= followCrews();
    motion.current.to(crews, (placeOf) => map.show("crews", crewPoints(crews, numbers, placeOf)));
  }, [map, crews, numbers]);

  useEffect(() => {
    const names = [...suppliers.values()].map((row) => row.name).join("");
    void readyFor(names).then(() => map?.show("suppliers", supplierPoints(suppliers)));
  }, [map, suppliers]);

  useEffect(
    () => () => {
      motion.current?.stop();
      motion.current = null;
      marks.current?.stop();
      marks.current = null;
    },
    [map],
  );
}
