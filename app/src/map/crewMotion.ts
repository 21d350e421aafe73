/** Crews glide from where they were to where they just reported from, and stand still otherwise. */
import type { CrewRow, LonLat } from "../api/types";
import type { Rows } from "../state/board";

const GLIDE_MS = 700;

type Draw = (placeOf: (row: CrewRow) => LonLat) => void;

interface Glide {
  from: LonLat;
  to: LonLat;
  startedAt: number;
}

/** Where something is on its way, easing out. */
export function between({ from, to, startedAt }: Glide, now: number): LonLat {
  const share = Math.min(1, Math.max(0, (now - startedAt) / GLIDE_MS));
  const eased = 1 - (1 - share) ** 3;
  return [from[0] + (to[0] - from[0]) * eased, from[1] + (to[1] - from[1]) * eased];
}

/** Follows crews' places; `to` takes the newest rows and how to draw them. */
export function followCrews(): { to: (rows: Rows<CrewRow>, draw: Draw) => void; stop: () => void } {
  const glides = new Map<string, Glide>();
  const calm = window.matchMedia("(prefers-reduced-motion: reduce)");
  let frame = 0;
  let draw: Draw = () => undefined;

  function placeAt(row: CrewRow, now: number): LonLat {
    const glide = glides.get(row.id);
    return glide ? between(glide, now) : row.place;
  }

  function paint(): void {
    const now = performance.now();
    draw((row) => placeAt(row, now));
    const moving = [...glides.values()].some((glide) => now - glide.startedAt < GLIDE_MS);
    frame = moving ? requestAnimationFrame(paint) : 0;
  }

  return {
    to: (rows, nextDraw) => {
      const now = performance.now();
      draw = nextDraw;
      for (const row of rows.values()) {
        const known = glides.get(row.id);
        const [x, y] = known?.to ?? [NaN, NaN];
        if (known && x === row.place[0] && y === row.place[1]) continue;
        const from = known && !calm.matches ? between(known, now) : row.place;
        glides.set(row.id, { from, to: row.place, startedAt: known ? now : -Infinity });
      }
      if (frame === 0) paint();
    },
    stop: () => cancelAnimationFrame(frame),
  };
}
