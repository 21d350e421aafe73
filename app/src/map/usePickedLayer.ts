/** Marks what is picked on the map, and goes there when it was picked in a list. */
import type { Feature } from "geojson";
import { useEffect } from "react";
import type { LonLat } from "../api/types";
import type { Board } from "../state/board";
import { boardStore, useBoard } from "../state/current";
import { type Subject, selectionStore } from "../state/selection";
import { useStore } from "../state/store";
import type { BoardMap } from "./boardMap";
import { middle } from "./sources";

const CLOSE_ZOOM = 16;
const ROOM_PX = 90;
/** Beside the strip of numbers that lies over the top of a phone's map. */
const PHONE_ROOM_PX = 44;

/** Where a crew goes from here on: its place, then what it has still to do. */
export function routeOf(board: Board, id: string): Feature | null {
  const crew = board.crews.get(id);
  if (!crew) return null;
  const ahead = crew.steps
    .filter((step) => step.state === "to_come" || step.state === "under_way")
    .flatMap((step) => {
      const opening = board.openings.get(step.at);
      const place = opening ? middle(opening.line) : board.suppliers.get(step.at)?.place;
      return place ? [place] : [];
    });
  const route = [crew.place, ...ahead];
  return route.length < 2
    ? null
    : { type: "Feature", geometry: { type: "LineString", coordinates: route }, properties: {} };
}

/** A subject's shape on the map; null when the board has no such thing. */
export function shapeOf(board: Board, { kind, id }: Subject): Feature | null {
  const at = (place: LonLat | undefined): Feature | null =>
    place ? { type: "Feature", geometry: { type: "Point", coordinates: place }, properties: {} } : null;
  if (kind === "crew") return at(board.crews.get(id)?.place);
  if (kind === "supplier") return at(board.suppliers.get(id)?.place);
  if (kind === "opening") {
    const row = board.openings.get(id);
    return row ? at(middle(row.line)) : null;
  }
  const area = board.neighbourhoods.get(id)?.area;
  return area ? { type: "Feature", geometry: { type: "Polygon", coordinates: area }, properties: {} } : null;
}

/** All that marks a picked subject: its shape, and a crew's way. */
function marksOf(board: Board, subject: Subject): Feature[] {
  const marks = [shapeOf(board, subject), subject.kind === "crew" ? routeOf(board, subject.id) : null];
  return marks.filter((mark) => mark !== null);
}

/** How much of the map's lower part the card about it covers: on a phone it lies there, elsewhere at the side. */
function coveredPx(): number {
  const card = document.querySelector(".board.narrow .detail");
  return card?.clientHeight ?? 0;
}

function goTo(map: BoardMap, shape: Feature): void {
  const covered = coveredPx();
  if (shape.geometry.type === "Point") {
    const [x, y] = shape.geometry.coordinates as LonLat;
    map.flyTo([x, y], CLOSE_ZOOM, covered);
  } else if (shape.geometry.type === "Polygon") {
    const places = shape.geometry.coordinates[0] ?? [];
    const xs = places.map((place) => place[0] ?? 0);
    const ys = places.map((place) => place[1] ?? 0);
    map.fit(
      [Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)],
      covered > 0 ? PHONE_ROOM_PX : ROOM_PX,
      covered,
    );
  }
}

export function usePicked(map: BoardMap | null): void {
  const subject = useStore(selectionStore, (selection) => selection.subject);
  const flights = useStore(selectionStore, (selection) => selection.flights);
  const marks = useBoard((board) => (subject ? JSON.stringify(marksOf(board, subject)) : "[]"));

  useEffect(() => {
    map?.show("picked", { type: "FeatureCollection", features: JSON.parse(marks) as Feature[] });
  }, [map, marks]);

  useEffect(() => {
    const board = boardStore.get();
    const picked = selectionStore.get().subject;
    const shape = board && picked && flights > 0 ? shapeOf(board, picked) : null;
    if (map && shape) goTo(map, shape);
  }, [map, flights]);
}
