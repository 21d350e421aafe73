/** Signs as images of the map, drawn from the same SVG the lists use. */
import type { Map as MapView } from "maplibre-gl";
import type { CrewState, OpeningRole, OpeningState } from "../api/types";
import { crewSign, imageUrl, leakArrow, openingSign, supplierSign } from "../shared/signs";

const SIZE = 64;

export const OPENING_STATES: OpeningState[] = [
  "found",
  "confirmed",
  "planned",
  "given",
  "on_the_way",
  "under_way",
  "done",
  "blocked",
];
export const OPENING_ROLES: OpeningRole[] = ["bar", "gate", "emergency", "inside"];
export const CREW_STATES: CrewState[] = ["not_yet", "idle", "on_the_way", "loading", "working", "lost", "off"];

function drawings(): [string, string][] {
  const openings = OPENING_ROLES.flatMap((role) =>
    OPENING_STATES.map((state): [string, string] => [`opening-${role}-${state}`, openingSign(role, state)]),
  );
  const crews = CREW_STATES.map((state): [string, string] => [`crew-${state}`, crewSign(state)]);
  return [
    ...openings,
    ...crews,
    ["supplier", supplierSign(false)],
    ["supplier-short", supplierSign(true)],
    ["leak-arrow", leakArrow()],
  ];
}

async function pixelsOf(drawing: string): Promise<ImageData> {
  const image = new Image(SIZE, SIZE);
  image.src = imageUrl(drawing);
  await image.decode();
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = SIZE;
  const pen = canvas.getContext("2d", { willReadFrequently: true });
  if (!pen) throw new Error("this browser has no canvas to draw signs on");
  pen.drawImage(image, 0, 0, SIZE, SIZE);
  return pen.getImageData(0, 0, SIZE, SIZE);
}

/** Gives the map every sign. */
export async function addSprites(map: MapView): Promise<void> {
  const ready = await Promise.all(drawings().map(async ([name, drawing]) => [name, await pixelsOf(drawing)] as const));
  ready.forEach(([name, image]) => {
    if (!map.hasImage(name)) map.addImage(name, image, { pixelRatio: 1 });
  });
}
