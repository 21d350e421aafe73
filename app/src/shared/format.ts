/** Times, spans and shares as people read them, in the board's time zone. */
import type { TFunction } from "i18next";

const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;

/** Unix milliseconds of an instant as the wire has it; null stays null. */
export function instant(iso: string | null | undefined): number | null {
  return iso ? Date.parse(iso) : null;
}

const formats = new Map<string, Intl.DateTimeFormat>();

function format(
  timeZone: string | undefined,
  options: Intl.DateTimeFormatOptions,
  language = "en-GB",
): Intl.DateTimeFormat {
  const key = `${timeZone ?? ""} ${language} ${JSON.stringify(options)}`;
  let known = formats.get(key);
  if (!known) {
    known = new Intl.DateTimeFormat(language, { ...options, timeZone });
    formats.set(key, known);
  }
  return known;
}

/** 23:42 */
export function hourMinute(at: number, timeZone?: string): string {
  return format(timeZone, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" }).format(at);
}

/** 23:42:07 */
export function hourMinuteSecond(at: number, timeZone?: string): string {
  return format(timeZone, { hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23" }).format(at);
}

/** 2月3日 or 3 Feb */
export function dayMonth(at: number, language: string, timeZone?: string): string {
  return format(timeZone, { day: "numeric", month: "short" }, language.startsWith("zh") ? "zh-CN" : "en-GB").format(at);
}

/** 4 h 18 min, or 18 min; rounded down, never negative. */
export function span(ms: number, t: TFunction): string {
  const minutes = Math.max(0, Math.floor(ms / MINUTE_MS));
  if (minutes < 60) return t("span.minutes", { minutes });
  if (minutes % 60 === 0) return t("span.fullHours", { hours: minutes / 60 });
  return t("span.hours", { hours: Math.floor(minutes / 60), minutes: minutes % 60 });
}

/** How long ago something was said: just now, 12 min ago. */
export function age(at: number, now: number, t: TFunction): string {
  const ms = now - at;
  if (ms < MINUTE_MS) return t("age.now");
  if (ms < 48 * HOUR_MS) return t("age.ago", { span: span(ms, t) });
  return t("age.days", { days: Math.floor(ms / (24 * HOUR_MS)) });
}

/** 92 %; certainty is never claimed by rounding. */
export function percent(share: number): string {
  if (share > 0.995 && share < 1) return ">99 %";
  if (share < 0.005 && share > 0) return "<1 %";
  return `${Math.round(share * 100)} %`;
}

/** 3.5 m, 12 m */
export function metres(m: number): string {
  return `${m < 10 ? Math.round(m * 10) / 10 : Math.round(m)} m`;
}
