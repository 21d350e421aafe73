/** The timeline's stretch of time, and where an instant lies on it. */
import { instant } from "../shared/format";
import type { NightRow } from "../api/types";
import type { Board } from "../state/board";

const HOUR_MS = 3_600_000;
const MARGIN_MS = 15 * 60_000;

export interface Scale {
  from: number;
  to: number;
}

/** From the first thing to the last: the night, all steps, and the forecast. */
export function scaleOf(
  night: NightRow | null | undefined,
  crews: Board["crews"],
  lastForecast: string | null | undefined,
): Scale | null {
  const marks: number[] = [];
  const add = (iso: string | null | undefined) => {
    const at = instant(iso);
    if (at !== null) marks.push(at);
  };
  add(night?.starts_at);
  add(night?.deadline_at);
  add(lastForecast);
  for (const crew of crews.values()) {
    const steps = crew.steps;
    add(steps[0]?.starts_at);
    steps.forEach((step) => add(step.ends_at));
  }
  if (marks.length === 0) return null;
  return { from: Math.min(...marks) - MARGIN_MS, to: Math.max(...marks) + MARGIN_MS };
}

/** Share of the width, in percent. */
export function at(scale: Scale, instantMs: number): number {
  return ((instantMs - scale.from) / (scale.to - scale.from)) * 100;
}

/** Full hours within the scale, every hour or every second one when it is long. */
export function hours(scale: Scale): number[] {
  const step = scale.to - scale.from > 16 * HOUR_MS ? 2 * HOUR_MS : HOUR_MS;
  const first = Math.ceil(scale.from / step) * step;
  return Array.from(
    { length: Math.max(0, Math.floor((scale.to - first) / step) + 1) },
    (_, index) => first + index * step,
  );
}
