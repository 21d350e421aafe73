/** The night's places as marks on the small map. */
import { openingSign, supplierSign } from "../../shared/signs";
import type { Mark } from "../parts/FieldMap";
import type { LonLat } from "../../phone/types";
import type { JobNow, Night, StepNow } from "./fold";
import { middle } from "./geo";

/** Where a step is; null when the card does not say. */
export function placeOf(step: StepNow): LonLat | null {
  if (step.job) return middle(step.job.job.line);
  return step.yard?.place ?? null;
}

/** A job's sign, as it stands now. */
export function signOf(job: JobNow): string {
  return openingSign(job.job.role, job.state);
}

/** A step's sign: the opening's, or the yard's. */
export function stepSign(step: StepNow): string {
  return step.job ? signOf(step.job) : supplierSign(false);
}

/** Every place of the night once, the present one strong. */
export function marksOf(night: Night, present: StepNow | null): Mark[] {
  const marks = new Map<string, Mark>();
  for (const step of night.steps) {
    const place = placeOf(step);
    if (!place) continue;
    const strong = step.step.at === present?.step.at;
    if (strong || !marks.has(step.step.at)) {
      const line = step.job ? { line: step.job.job.line } : {};
      marks.set(step.step.at, { id: step.step.at, place, ...line, sign: stepSign(step), strong });
    }
  }
  for (const found of night.found) {
    const place = middle(found.line);
    marks.set(found.opening, {
      id: found.opening,
      place,
      line: found.line,
      sign: openingSign(null, "confirmed"),
      strong: false,
    });
  }
  return [...marks.values()];
}
