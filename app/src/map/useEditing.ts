/** Keeps on the map what is being edited, and hands the pointer to the tool in use. */
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { dragTo, edgeAt, endLine, pickAt, put, recordDraft, splitPicked } from "../editing/drawing";
import { historyStore } from "../editing/history";
import { blocksStore, checklistStore, freeBlocks, pickBlock, verifiedStore } from "../editing/lists";
import { change, editingStore, knowMiddle, lookStore, outcomeStore } from "../editing/session";
import {
  blockShapes,
  checkShapes,
  differenceShapes,
  draftShapes,
  leakShapes,
  NOTHING,
  placedFindings,
  wallShapes,
} from "../editing/shapes";
import { readyFor } from "../shared/fonts";
import { boardStore, useBoard } from "../state/current";
import { useStore } from "../state/store";
import type { BoardMap } from "./boardMap";
import type { Handle, MapTool } from "./pointerTool";

const CLOSE_ZOOM = 17;
const ROOM_PX = 90;
const PHONE_ROOM_PX = 30;
/** What moves about while somebody draws is only in the way. */
const IN_THE_WAY = ["crew", "crew-at-rest", "supplier", "neighbourhood-name"] as const;

function numberOf({ properties }: Handle): number {
  return Number(properties.number);
}

function kindOf({ layer }: Handle): "corner" | "middle" {
  return layer === "draft-middle" ? "middle" : "corner";
}

/** Drawing: clicks put places, handles are dragged. */
const drawing: MapTool = {
  cursor: "crosshair",
  handles: ["draft-corner", "draft-middle"],
  draggable: ["draft-corner", "draft-middle"],
  click: (place, handle) => {
    if (!handle) put(place);
    else if (kindOf(handle) === "corner") pickAt(numberOf(handle));
    else splitPicked(numberOf(handle));
  },
  drag: (handle, place, first) => dragTo(kindOf(handle), numberOf(handle), place, first),
  finish: () => {
    const tool = editingStore.get()?.draft?.tool;
    if ((tool === "wall" || tool === "hole") && endLine()) void recordDraft();
  },
};

/** Looking for what to edit: an opening of this neighbourhood, or a place of the round to check. */
const choosing: MapTool = {
  cursor: "",
  handles: ["check-place", "opening"],
  draggable: [],
  click: (_, handle) => {
    if (handle?.layer === "check-place") change({ tab: "check", check: Number(handle.properties.at) });
    if (handle?.layer !== "opening") return;
    const id = String(handle.properties.id);
    const here = boardStore.get()?.openings.get(id)?.neighbourhood === editingStore.get()?.neighbourhood;
    if (here) change({ tab: "tools", opening: id, draft: null });
  },
};

const blocks: MapTool = {
  cursor: "",
  handles: ["block"],
  draggable: [],
  click: (_, handle) => pickBlock(handle ? String(handle.properties.id) : null),
};

function useTool(map: BoardMap | null): void {
  const mode = useStore(editingStore, (editing) => editing && (editing.draft ? "draw" : "choose"));
  const looking = useStore(blocksStore, (shown) => shown !== null);
  useEffect(() => {
    if (!map) return undefined;
    const tool = mode === "draw" ? drawing : mode === "choose" ? choosing : looking ? blocks : null;
    map.use(tool);
    return () => map.use(null);
  }, [map, mode, looking]);
  const busy = mode !== null;
  useEffect(() => {
    map?.hide(IN_THE_WAY, busy);
  }, [map, busy]);
}

function useDraft(map: BoardMap | null): void {
  const draft = useStore(editingStore, (editing) => editing?.draft ?? null);
  useEffect(() => {
    map?.show("draft", draftShapes(draft, edgeAt(editingStore.get(), draft?.places[0])));
  }, [map, draft]);
}

function useDifference(map: BoardMap | null): void {
  const { t } = useTranslation();
  const closure = useStore(outcomeStore, (outcome) => (outcome?.kind === "planned" ? outcome.closure : null));
  const verified = useStore(verifiedStore, (asked) => (asked?.state === "there" ? asked.found : null));
  const editing = useStore(editingStore, (held) => held !== null);
  useEffect(() => {
    const board = boardStore.get();
    if (!map || !board) return;
    const shapes = differenceShapes(closure, board, t);
    void readyFor(shapes.features.map((one) => String(one.properties?.word ?? "")).join("")).then(() =>
      map.show("difference", shapes),
    );
  }, [map, closure, t]);
  useEffect(() => {
    const found = closure ?? (editing ? null : verified);
    map?.show("leak", found ? leakShapes(placedFindings(found.findings, found.leaks)) : NOTHING);
  }, [map, closure, verified, editing]);
}

function useChecklist(map: BoardMap | null): void {
  const list = useStore(checklistStore, (asked) => (asked?.state === "there" ? asked.found : null));
  const picked = useStore(editingStore, (editing) => editing?.check ?? null);
  const openings = useBoard((board) => board.openings);
  useEffect(() => {
    const seen = (opening: string | null | undefined) => openings.get(opening ?? "")?.confirmed ?? false;
    map?.show("checklist", list ? checkShapes(list.doubts, picked, (doubt) => seen(doubt.opening)) : NOTHING);
  }, [map, list, picked, openings]);
}

function useBlocks(map: BoardMap | null): void {
  const shown = useStore(blocksStore, (held) => held);
  useEffect(() => {
    map?.show(
      "blocks",
      shown?.asked.state === "there" ? blockShapes(freeBlocks(shown.asked.found), shown.picked) : NOTHING,
    );
  }, [map, shown]);
}

function useEditedWalls(map: BoardMap | null): void {
  const edits = useStore(historyStore, (history) => history.edits);
  useEffect(() => {
    map?.show("edited", wallShapes(edits));
  }, [map, edits]);
}

function goTo(map: BoardMap, places: readonly (readonly [number, number])[]): void {
  const xs = places.map(([x]) => x);
  const ys = places.map(([, y]) => y);
  const bounds = [Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)] as const;
  const dock = document.querySelector(".edit-dock")?.clientHeight ?? 0;
  if (bounds[0] === bounds[2] && bounds[1] === bounds[3]) map.flyTo([bounds[0], bounds[1]], CLOSE_ZOOM, dock);
  else map.fit(bounds, dock > 0 ? PHONE_ROOM_PX : ROOM_PX, dock);
}

function useLooks(map: BoardMap | null): void {
  const look = useStore(lookStore, (held) => held);
  useEffect(() => {
    if (map && look.asked > 0) goTo(map, look.places);
  }, [map, look]);
}

export function useEditing(map: BoardMap | null): void {
  useTool(map);
  useDraft(map);
  useDifference(map);
  useChecklist(map);
  useBlocks(map);
  useEditedWalls(map);
  useLooks(map);
  useEffect(() => {
    knowMiddle(map ? () => map.middle() : null);
    return () => knowMiddle(null);
  }, [map]);
}
