/** What is being edited as the GeoJSON the map draws. */
import type { TFunction } from "i18next";
import type { Feature, FeatureCollection, Geometry } from "geojson";
import type { LonLat } from "../api/types";
import { middle } from "../map/sources";
import type { Board } from "../state/board";
import { type Draft, isPoint, isRing } from "./draft";
import { closed, gapAt, halfway } from "./places";
import type { BlockView, ClosureView, DoubtView, EditView, FindingView, OpeningChange } from "./types";

type Properties = Record<string, string | number | boolean>;

export const NOTHING: FeatureCollection = { type: "FeatureCollection", features: [] };

function drawn(geometry: Geometry, properties: Properties): Feature {
  return { type: "Feature", geometry, properties };
}

function point(place: readonly number[], properties: Properties): Feature {
  return drawn({ type: "Point", coordinates: [...place] }, properties);
}

function collection(features: Feature[]): FeatureCollection {
  return { type: "FeatureCollection", features };
}

function outline(draft: Draft, edge: readonly LonLat[]): Feature[] {
  const { tool, places } = draft;
  const line = places.length > 1 ? [drawn({ type: "LineString", coordinates: places }, { tool })] : [];
  if (isRing(draft) && places.length > 2) {
    return [drawn({ type: "Polygon", coordinates: [closed(places)] }, { tool })];
  }
  const [first] = places;
  if (tool === "opening" && first) {
    return [drawn({ type: "LineString", coordinates: gapAt(edge, first, 4) }, { tool })];
  }
  return isPoint(draft) ? [] : line;
}

/** A draft with the handles to drag: its corners, and the middles that become corners. */
export function draftShapes(draft: Draft | null, edge: readonly LonLat[]): FeatureCollection {
  if (!draft) return NOTHING;
  const { places, at } = draft;
  const corners = places.map((place, number) =>
    point(place, { kind: "corner", number, picked: number === at || places.length === 1 }),
  );
  const next = (number: number) => places[number + 1] ?? (isRing(draft) && places.length > 2 ? places[0] : undefined);
  const middles = places.flatMap((place, number) => {
    const other = next(number);
    return other && !isPoint(draft) ? [point(halfway(place, other), { kind: "middle", number })] : [];
  });
  return collection([...outline(draft, edge), ...middles, ...corners]);
}

function features(found: Readonly<Record<string, unknown>> | undefined): Feature[] {
  return (found as Partial<FeatureCollection> | undefined)?.features ?? [];
}

/** An opening's part before and after, in a few words. */
export function changeWords({ before, after, moves }: OpeningChange, t: TFunction): string {
  const said = (role: OpeningChange["before"]) => (role ? t(`role.${role}`) : t("edit.outcome.notThere"));
  if (before === after) return moves ? t("edit.outcome.moves") : said(after);
  return t("edit.outcome.was", { before: said(before), after: said(after) });
}

/** Where an opening that changes is: its row, or the line drawn for it. */
export function changePlace(closure: ClosureView, change: OpeningChange, board: Board): LonLat | null {
  const row = board.openings.get(change.opening);
  if (row) return middle(row.line);
  const line = [...features(closure.appears), ...features(closure.vanishes)].find(
    (one) => one.properties?.opening === change.opening && one.geometry.type === "LineString",
  )?.geometry as { coordinates: LonLat[] } | undefined;
  return line?.coordinates[0] ?? null;
}

function aged(found: Readonly<Record<string, unknown>>, age: "old" | "new"): Feature[] {
  return features(found).map((one) => ({ ...one, properties: { ...one.properties, age } }));
}

/** The closure before as ghosts, after in bold, and a mark with words at every opening that changes. */
export function differenceShapes(closure: ClosureView | null, board: Board, t: TFunction): FeatureCollection {
  if (!closure) return NOTHING;
  const marks = closure.changes.flatMap((change) => {
    const place = changePlace(closure, change, board);
    return place ? [point(place, { kind: "changed", word: changeWords(change, t) })] : [];
  });
  return collection([...aged(closure.vanishes, "old"), ...aged(closure.appears, "new"), ...marks]);
}

/** Every place of a feature's line or point. */
export function placesOf({ geometry }: Feature): LonLat[] {
  if (geometry.type === "Point") return [geometry.coordinates as LonLat];
  if (geometry.type === "LineString") return geometry.coordinates as LonLat[];
  return geometry.type === "Polygon" ? ((geometry.coordinates[0] ?? []) as LonLat[]) : [];
}

export interface Placed {
  finding: FindingView;
  /** Where it is: for a leak the path somebody would take; empty where it has no place. */
  places: LonLat[];
}

/** Findings with their places, which come apart, in the same order, and only for those that have one. */
export function placedFindings(
  findings: readonly FindingView[],
  leaks: Readonly<Record<string, unknown>> | undefined,
): Placed[] {
  const left = [...features(leaks)];
  return findings.map((finding) => {
    const { code, concerns } = left[0]?.properties ?? {};
    const found = code === finding.code && concerns === finding.concerns ? left.shift() : undefined;
    return { finding, places: found ? placesOf(found) : [] };
  });
}

/** Paths with a sign and a number at each; the number is the finding's in the list. */
export function leakShapes(placed: readonly Placed[]): FeatureCollection {
  return collection(
    placed.flatMap(({ places }, at) => {
      const number = at + 1;
      const sign = places[Math.floor(places.length / 2)];
      const line = places.length > 1 ? [drawn({ type: "LineString", coordinates: places }, {})] : [];
      return sign ? [...line, point(sign, { number: String(number) })] : line;
    }),
  );
}

/** The round to check, numbered in walking order. */
export function checkShapes(
  doubts: readonly DoubtView[],
  picked: number | null,
  confirmed: (doubt: DoubtView) => boolean,
): FeatureCollection {
  if (doubts.length === 0) return NOTHING;
  const walk = doubts.map((doubt) => doubt.place);
  return collection([
    ...(walk.length > 1 ? [drawn({ type: "LineString", coordinates: walk }, {})] : []),
    ...doubts.map((doubt, at) =>
      point(doubt.place, { at, number: String(at + 1), picked: at === picked, confirmed: confirmed(doubt) }),
    ),
  ]);
}

/** Blocks that wait to be accepted. */
export function blockShapes(blocks: readonly BlockView[], picked: string | null): FeatureCollection {
  return collection(
    blocks.map(({ id, area }) => drawn({ type: "Polygon", coordinates: area }, { id, picked: id === picked })),
  );
}

/** Walls that stand by an edit, and places where one was taken off the map. */
export function wallShapes(edits: readonly EditView[]): FeatureCollection {
  return collection(
    edits.flatMap(({ edit, stands }) =>
      stands && edit.do === "wall"
        ? [drawn({ type: "LineString", coordinates: edit.line }, { stops: edit.stops })]
        : [],
    ),
  );
}
