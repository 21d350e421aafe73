/** How old a cell's data is and what it rests on: a fresh word, a photo, silence, the plan, the register. */
import { useTranslation } from "react-i18next";
import { age, span } from "../../shared/format";
import { useNow } from "../../state/clock";

export interface Source {
  /** Unix milliseconds of the newest word; null when there was none. */
  at: number | null;
  photo?: boolean;
  /** What it rests on when nobody has said anything. */
  else?: "never" | "plan" | "register";
  /** A word is missed: work is under way and something should have been heard. */
  expected?: boolean;
}

const SILENT_MS = 50 * 60_000;
const FADING_MS = 25 * 60_000;

/** How a source looks: fresh, fading, silent, or not from the field at all. */
export function toneOf(source: Source, now: number): "fresh" | "fading" | "silent" | "rests" {
  if (source.at === null) return source.expected ? "silent" : "rests";
  const old = now - source.at;
  if (source.expected && old > SILENT_MS) return "silent";
  return old > FADING_MS ? "fading" : "fresh";
}

export function Age({ source }: { source: Source }) {
  const { t } = useTranslation();
  const now = useNow(5000);
  const tone = toneOf(source, now);
  const words =
    source.at === null
      ? t(`command.age.${source.else ?? "never"}`)
      : tone === "silent"
        ? t("command.age.silent", { span: span(now - source.at, t) })
        : source.photo
          ? t("command.age.photo", { age: age(source.at, now, t) })
          : age(source.at, now, t);
  return <small className={`source ${tone}`}>{words}</small>;
}
