/** A weighing's figures in words: spans over the searches' luck, and what one thing more or less does. */
import type { TFunction } from "i18next";
import { hourMinute } from "../../shared/format";
import { crewLabel, openingLabel, organisationLabel } from "../../shared/labels";
import type { Board } from "../../state/board";
import type { Played, Weighed } from "./calls";

export interface Verdict {
  text: string;
  tone: "good" | "bad" | "plain";
}

/** 02:10, or 02:10–02:14 where the searches differ; seconds count from the night's start. */
export function clockSpan(span: Played["finish_s"], start: number, zone: string | undefined): string {
  const [low, high] = [span.low, span.high].map((s) => hourMinute(start + s * 1000, zone));
  return low === high ? (low ?? "") : `${low}–${high}`;
}

export function countSpan(span: Played["undone"]): string {
  return span.low === span.high ? String(span.low) : `${span.low}–${span.high}`;
}

/** What is left undone goes before any time, and luck is never called a difference. */
export function verdict(line: Weighed, t: TFunction): Verdict {
  if (!line.told_apart) return { text: t("worth.notApart"), tone: "plain" };
  const fewer = line.fewer_undone.middle;
  if (fewer !== 0) {
    const count = Math.abs(fewer);
    return fewer > 0
      ? { text: t("worth.fewer", { count }), tone: "good" }
      : { text: t("worth.more", { count }), tone: "bad" };
  }
  const ends = [line.earlier_s.low, line.earlier_s.high].map((s) => Math.round(Math.abs(s) / 60));
  const [least, most] = [Math.min(...ends), Math.max(...ends)];
  const minutes = least === most ? String(least) : `${least}–${most}`;
  return line.earlier_s.middle > 0
    ? { text: t("worth.earlier", { minutes }), tone: "good" }
    : { text: t("worth.later", { minutes }), tone: "bad" };
}

type Asked = Pick<Weighed, "kind" | "about"> & { crews?: number };

/** What was changed, in a line. */
export function question(line: Asked, board: Board, t: TFunction): string {
  const { about } = line;
  const names = {
    crew: crewLabel(board, about),
    opening: openingLabel(board, about),
    lender: organisationLabel(board, about),
    crews: line.crews ? t("worth.crews", { count: line.crews }) : "",
  };
  return t(`worth.kind.${line.kind}`, names).trim();
}

/** As asked; lenders by what is missed without them, the most first. */
export function inOrder(lines: readonly Weighed[]): Weighed[] {
  const lenders = lines.filter((line) => line.kind === "without_lender");
  lenders.sort((a, b) => a.fewer_undone.middle - b.fewer_undone.middle || a.earlier_s.middle - b.earlier_s.middle);
  return [...lines.filter((line) => line.kind !== "without_lender"), ...lenders];
}
