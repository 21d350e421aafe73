/** The map itself: MapLibre kept in step with the board, outside React. */
import "maplibre-gl/dist/maplibre-gl.css";
import type { GeoJSON } from "geojson";
import {
  type GeoJSONSource,
  type MapGeoJSONFeature,
  Map as MapView,
  type MapMouseEvent,
  NavigationControl,
  ScaleControl,
  setWorkerUrl,
} from "maplibre-gl";
import workerUrl from "maplibre-gl/dist/maplibre-gl-worker.mjs?url";
import type { Subject } from "../state/selection";
import { type MapTool, PointerTool } from "./pointerTool";
import { addSprites } from "./sprites";
import { nightStyle, type SourceId, TARGETS } from "./style";

setWorkerUrl(workerUrl);

export interface MapEvents {
  pick: (subject: Subject | null) => void;
  hover: (subject: Subject | null, x: number, y: number) => void;
}

const NARROW_PX = 600;
const CALM = "(prefers-reduced-motion: reduce)";

/** What a pointer at this place is over, topmost first. */
function subjectAt(features: MapGeoJSONFeature[]): Subject | null {
  for (const [layer, kind] of TARGETS) {
    const found = features.find((feature) => feature.layer.id === layer);
    if (found) return { kind, id: String(found.properties.id) };
  }
  return null;
}

/** One map on one element. */
export class BoardMap {
  private readonly map: MapView;
  private readonly loaded: Promise<void>;
  private over: string | null = null;
  private tool: PointerTool | null = null;

  constructor(element: HTMLElement, bounds: readonly [number, number, number, number], events: MapEvents) {
    this.map = new MapView({
      container: element,
      style: nightStyle(),
      bounds: [bounds[0], bounds[1], bounds[2], bounds[3]],
      fitBoundsOptions: {
        padding: element.clientWidth < NARROW_PX ? 12 : { top: 30, bottom: 46, left: 30, right: 30 },
      },
      attributionControl: false,
      dragRotate: false,
      pitchWithRotate: false,
      touchPitch: false,
      fadeDuration: 0,
      maxZoom: 19.5,
      minZoom: 10,
    });
    this.map.touchZoomRotate.disableRotation();
    this.map.keyboard.disableRotation();
    this.map.addControl(new NavigationControl({ showCompass: false }), "top-left");
    this.map.addControl(new ScaleControl({ maxWidth: 120, unit: "metric" }), "bottom-right");
    this.loaded = this.map.once("style.load").then(() => addSprites(this.map));
    this.listen(events);
  }

  /** Resolves once signs and layers are there. */
  ready(): Promise<void> {
    return this.loaded;
  }

  /** New data for one source. */
  show(source: SourceId, data: GeoJSON): void {
    void this.loaded.then(() => this.map.getSource<GeoJSONSource>(source)?.setData(data));
  }

  /** Gives the pointer to a drawing tool; null gives it back to picking things. */
  use(tool: MapTool | null): void {
    this.tool?.stop();
    this.light(null);
    this.tool = tool && new PointerTool(this.map, tool);
  }

  /** Takes layers out of sight, or brings them back. */
  hide(layers: readonly string[], hidden: boolean): void {
    const visibility = hidden ? "none" : "visible";
    void this.loaded.then(() => layers.forEach((id) => this.map.setLayoutProperty(id, "visibility", visibility)));
  }

  /** The place in the middle of what is seen. */
  middle(): [number, number] {
    const { lng, lat } = this.map.getCenter();
    return [lng, lat];
  }

  /** Goes to a place, closer if need be; what covers the map's lower part is kept clear of. */
  flyTo(place: [number, number], zoom: number, coveredPx = 0): void {
    this.map.resize(); // tools may just have made or taken room
    const at = Math.max(this.map.getZoom(), zoom);
    const duration = window.matchMedia(CALM).matches ? 0 : 600;
    this.map.easeTo({ center: place, zoom: at, duration, offset: [0, -coveredPx / 2] });
  }

  /** Shows all of an area, above what covers the map's lower part. */
  fit([west, south, east, north]: readonly [number, number, number, number], padding: number, coveredPx = 0): void {
    this.map.resize();
    this.map.fitBounds([west, south, east, north], {
      padding: { top: padding, left: padding, right: padding, bottom: padding + coveredPx },
      maxZoom: 16.5,
      duration: window.matchMedia(CALM).matches ? 0 : 600,
    });
  }

  /** Gives everything back. */
  remove(): void {
    this.map.remove();
  }

  private listen(events: MapEvents): void {
    const layers = TARGETS.map(([layer]) => layer);
    const at = (event: MapMouseEvent) => {
      const r = 4;
      const { x, y } = event.point;
      return subjectAt(
        this.map.queryRenderedFeatures(
          [
            [x - r, y - r],
            [x + r, y + r],
          ],
          { layers },
        ),
      );
    };
    this.map.on("click", (event) => {
      if (!this.tool) events.pick(at(event));
    });
    this.map.on("mousemove", (event) => {
      if (this.tool) return;
      const subject = at(event);
      this.map.getCanvas().style.cursor = subject ? "pointer" : "";
      this.light(subject?.kind === "neighbourhood" ? subject.id : null);
      events.hover(subject, event.point.x, event.point.y);
    });
    this.map.on("mouseout", () => {
      this.light(null);
      events.hover(null, 0, 0);
    });
  }

  private light(id: string | null): void {
    if (id === this.over) return;
    if (this.over) this.map.setFeatureState({ source: "neighbourhoods", id: this.over }, { over: false });
    if (id) this.map.setFeatureState({ source: "neighbourhoods", id }, { over: true });
    this.over = id;
  }
}
