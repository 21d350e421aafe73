/** Words that depend on the night: ages, spans, places. */
import type { TFunction } from "i18next";
import { hourMinute } from "../shared/format";
import type { JobCard } from "./types";

export type Words = TFunction<"field">;

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

function parts(ms: number): { unit: "now" | "minutes" | "hours" | "days"; n: number } {
  const long = Math.max(0, ms);
  if (long < MINUTE_MS) return { unit: "now", n: 0 };
  if (long < 2 * HOUR_MS) return { unit: "minutes", n: Math.floor(long / MINUTE_MS) };
  if (long < 48 * HOUR_MS) return { unit: "hours", n: Math.floor(long / HOUR_MS) };
  return { unit: "days", n: Math.floor(long / (24 * HOUR_MS)) };
}

/** How long ago: just now, 12 min ago. */
export function age(ms: number, t: Words): string {
  const { unit, n } = parts(ms);
  return t(`age.${unit}`, { n });
}

/** How long: 12 min. */
export function since(ms: number, t: Words): string {
  const { unit, n } = parts(ms);
  return t(`since.${unit}`, { n });
}

/** 23:42 in the town's own zone, where it is known. */
export function clock(iso: string | null | undefined, zone: string | undefined): string {
  if (!iso) return "";
  try {
    return hourMinute(Date.parse(iso), zone === "" ? undefined : zone);
  } catch {
    return hourMinute(Date.parse(iso)); // a zone this phone does not know
  }
}

/** What an opening is called: its own name, or the end of its id. */
export function jobName(job: Pick<JobCard, "name" | "opening" | "neighbourhood">, t: Words): string {
  if (job.name) return job.name;
  const short = job.opening.startsWith(job.neighbourhood)
    ? job.opening.slice(job.neighbourhood.length + 1)
    : job.opening;
  return t("job.noName", { id: short });
}

/** 3.5 */
export function metres(m: number): string {
  return String(m < 10 ? Math.round(m * 10) / 10 : Math.round(m));
}
