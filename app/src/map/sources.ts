/** Rows as the GeoJSON the map draws. */
import type { Feature, FeatureCollection, Point, Polygon } from "geojson";
import type { CrewRow, LonLat, NeighbourhoodRow, OpeningRow, SupplierRow } from "../api/types";
import type { Rows } from "../state/board";

export type Bounds = [number, number, number, number];
type Points = FeatureCollection<Point>;

/** Where a line's middle lies. */
export function middle([a, b]: readonly [LonLat, LonLat]): LonLat {
  return [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2];
}

/** The middle of a ring's bounding box: near enough for a label. */
export function centre(shell: readonly LonLat[]): LonLat {
  const xs = shell.map((place) => place[0]);
  const ys = shell.map((place) => place[1]);
  return [(Math.min(...xs) + Math.max(...xs)) / 2, (Math.min(...ys) + Math.max(...ys)) / 2];
}

function points(features: Feature<Point>[]): Points {
  return { type: "FeatureCollection", features };
}

function point(place: LonLat, properties: Record<string, string | number | boolean>): Feature<Point> {
  return { type: "Feature", geometry: { type: "Point", coordinates: place }, properties };
}

/** What the map shows first: all neighbourhoods to close, or the whole ground where there are none. */
export function firstView(rows: Rows<NeighbourhoodRow>, ground: Bounds): Bounds {
  const places = [...rows.values()].filter((row) => !row.walled).flatMap((row) => row.area[0] ?? []);
  if (places.length === 0) return ground;
  const xs = places.map((place) => place[0]);
  const ys = places.map((place) => place[1]);
  return [Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)];
}

/** Worse and later states are drawn over earlier ones. */
const ORDER: Record<OpeningRow["state"], number> = {
  done: 1,
  confirmed: 2,
  found: 2,
  planned: 3,
  given: 4,
  on_the_way: 5,
  under_way: 6,
  blocked: 9,
};

const CARRIES_NUMBER = new Set<OpeningRow["state"]>(["given", "on_the_way"]);

/** The crew's number, on the plain squares that have room for it. */
function numberOn(row: OpeningRow, crewNumbers: ReadonlyMap<string, string>): string {
  if (!row.crew || row.role !== "bar" || !CARRIES_NUMBER.has(row.state)) return "";
  return crewNumbers.get(row.crew) ?? "";
}

/** Without those the map, as edited, does not have, unless something still stands there. */
function drawnOnes(rows: Rows<OpeningRow>): OpeningRow[] {
  return [...rows.values()].filter((row) => !row.gone || row.stands != null);
}

/** Openings as points at the middle of their gap. */
export function openingPoints(rows: Rows<OpeningRow>, crewNumbers: ReadonlyMap<string, string>): Points {
  return points(
    drawnOnes(rows).map((row) => {
      const kept = row.role === "gate" || row.role === "emergency";
      return point(middle(row.line), {
        id: row.id,
        icon: `opening-${row.role ?? "bar"}-${row.state}`,
        number: numberOn(row, crewNumbers),
        scale: row.state === "done" || row.role === "inside" ? 0.62 : 1,
        order: row.role === "inside" ? 0 : ORDER[row.state] + (kept ? 2 : 0),
      });
    }),
  );
}

/** Neighbourhoods as areas by state of their ring. */
export function neighbourhoodAreas(rows: Rows<NeighbourhoodRow>): FeatureCollection<Polygon> {
  return {
    type: "FeatureCollection",
    features: [...rows.values()].map((row) => ({
      type: "Feature",
      geometry: { type: "Polygon", coordinates: row.area },
      properties: { id: row.id, ring: row.walled ? "walled" : row.ring },
    })),
  };
}

/** Neighbourhoods' names, with how many of their openings stand. */
export function neighbourhoodLabels(rows: Rows<NeighbourhoodRow>): Points {
  return points(
    [...rows.values()].map((row) =>
      point(centre(row.area[0] ?? []), {
        id: row.id,
        name: row.name,
        count: row.walled ? "" : `${row.done}/${row.openings}`,
        ring: row.walled ? "walled" : row.ring,
      }),
    ),
  );
}

const AT_REST = new Set<CrewRow["state"]>(["not_yet", "idle", "off"]);

/** Crews where they last reported from; those at rest stand back. */
export function crewPoints(
  rows: Rows<CrewRow>,
  numbers: ReadonlyMap<string, string>,
  placeOf: (row: CrewRow) => LonLat,
): Points {
  return points(
    [...rows.values()].map((row) => {
      const busy = !AT_REST.has(row.state);
      return point(placeOf(row), {
        id: row.id,
        icon: `crew-${row.state}`,
        number: numbers.get(row.id) ?? "",
        busy,
        scale: busy ? 1 : 0.7,
        order: row.state === "lost" ? 9 : busy ? 5 : 1,
      });
    }),
  );
}

/** Suppliers' yards. */
export function supplierPoints(rows: Rows<SupplierRow>): Points {
  return points(
    [...rows.values()].map((row) =>
      point(row.place, { id: row.id, icon: row.short ? "supplier-short" : "supplier", name: row.name }),
    ),
  );
}
