/** A light ring round each opening whose state has just changed, gone after a moment. */
import type { FeatureCollection } from "geojson";
import type { OpeningRow } from "../api/types";
import type { Rows } from "../state/board";
import { middle } from "./sources";

const SHOWN_MS = 1600;
const MOST = 24;

export class FreshMarks {
  private readonly states = new Map<string, string>();
  private readonly marks = new Map<string, number>();
  private rows: Rows<OpeningRow> = new Map();
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly show: (data: FeatureCollection) => void) {}

  /** Takes the newest rows; what changed since the last ones is marked. */
  see(rows: Rows<OpeningRow>): void {
    const first = this.states.size === 0;
    const fresh = [...rows.values()].filter((row) => this.states.get(row.id) !== row.state);
    fresh.forEach((row) => this.states.set(row.id, row.state));
    this.rows = rows;
    if (first || fresh.length === 0 || fresh.length > MOST) return; // a new board or a new plan is not news of one place
    const until = performance.now() + SHOWN_MS;
    fresh.forEach((row) => this.marks.set(row.id, until));
    this.paint();
  }

  /** Forgets everything. */
  stop(): void {
    clearTimeout(this.timer);
  }

  private paint(): void {
    const now = performance.now();
    for (const [id, until] of this.marks) if (until <= now) this.marks.delete(id);
    const shown = [...this.marks.keys()].flatMap((id) => this.rows.get(id) ?? []);
    this.show({
      type: "FeatureCollection",
      features: shown.map((row) => ({
        type: "Feature",
        geometry: { type: "Point", coordinates: middle(row.line) },
        properties: {},
      })),
    });
    clearTimeout(this.timer);
    if (this.marks.size > 0) this.timer = setTimeout(() => this.paint(), 300);
  }
}
