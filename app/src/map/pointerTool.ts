/** The pointer in the hands of a drawing tool: clicks on the ground, and handles that can be dragged. */
import type { Map as MapView, MapMouseEvent, MapTouchEvent } from "maplibre-gl";
import type { LonLat } from "../api/types";

/** Something of the tool's own that lies under the pointer. */
export interface Handle {
  layer: string;
  properties: Readonly<Record<string, unknown>>;
}

export interface MapTool {
  /** The pointer's shape over open ground. */
  cursor: string;
  /** Layers whose things can be clicked, topmost first. */
  handles: readonly string[];
  /** Those of them that can be dragged. */
  draggable: readonly string[];
  click: (place: LonLat, handle: Handle | null) => void;
  /** A handle was moved to a place; `first` begins the drag. */
  drag?: (handle: Handle, place: LonLat, first: boolean) => void;
  /** A double click: it is finished. */
  finish?: () => void;
}

type Pointed = MapMouseEvent | MapTouchEvent;

const REACH_PX = 7;
const FINGER_PX = 16;

function isTouch(event: Pointed): event is MapTouchEvent {
  return event.type.startsWith("touch");
}

/** One tool at work on one map, from its making to `stop`. */
export class PointerTool {
  private held: Handle | null = null;
  private moved = false;

  constructor(
    private readonly map: MapView,
    private readonly tool: MapTool,
  ) {
    map.doubleClickZoom.disable();
    map.getCanvas().style.cursor = tool.cursor;
    map.on("mousedown", this.press);
    map.on("touchstart", this.press);
    map.on("mousemove", this.move);
    map.on("touchmove", this.move);
    map.on("mouseup", this.release);
    map.on("touchend", this.release);
    map.on("click", this.click);
    map.on("dblclick", this.finish);
  }

  /** Lets go of the map. */
  stop(): void {
    const { map } = this;
    map.doubleClickZoom.enable();
    map.getCanvas().style.cursor = "";
    map.off("mousedown", this.press);
    map.off("touchstart", this.press);
    map.off("mousemove", this.move);
    map.off("touchmove", this.move);
    map.off("mouseup", this.release);
    map.off("touchend", this.release);
    map.off("click", this.click);
    map.off("dblclick", this.finish);
  }

  private handleAt(event: Pointed): Handle | null {
    const layers = this.tool.handles.filter((layer) => this.map.getLayer(layer));
    if (layers.length === 0) return null;
    const r = isTouch(event) ? FINGER_PX : REACH_PX;
    const { x, y } = event.point;
    const found = this.map.queryRenderedFeatures(
      [
        [x - r, y - r],
        [x + r, y + r],
      ],
      { layers },
    );
    for (const layer of layers) {
      const feature = found.find((one) => one.layer.id === layer);
      if (feature) return { layer, properties: feature.properties };
    }
    return null;
  }

  private readonly press = (event: Pointed): void => {
    if (isTouch(event) && event.points.length !== 1) return;
    const handle = this.handleAt(event);
    if (!handle || !this.tool.draggable.includes(handle.layer)) return;
    event.preventDefault(); // the map stays where it is while a handle moves
    this.held = handle;
    this.moved = false;
  };

  private readonly move = (event: Pointed): void => {
    if (this.held) {
      this.tool.drag?.(this.held, [event.lngLat.lng, event.lngLat.lat], !this.moved);
      this.moved = true;
    } else if (!isTouch(event)) {
      const handle = this.handleAt(event);
      const over = handle && this.tool.draggable.includes(handle.layer) ? "move" : "pointer";
      this.map.getCanvas().style.cursor = handle ? over : this.tool.cursor;
    }
  };

  private readonly release = (): void => {
    this.held = null;
  };

  private readonly click = (event: MapMouseEvent): void => {
    if (this.moved)
      this.moved = false; // the end of a drag, not a click
    else this.tool.click([event.lngLat.lng, event.lngLat.lat], this.handleAt(event));
  };

  private readonly finish = (event: MapMouseEvent): void => {
    event.preventDefault();
    this.tool.finish?.();
  };
}
