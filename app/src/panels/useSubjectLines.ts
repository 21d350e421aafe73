/** A subject in two lines: what it is called, and how it stands. */
import { useTranslation } from "react-i18next";
import { age, instant } from "../shared/format";
import { crewLabel, openingLabel, openingState } from "../shared/labels";
import { useBoard } from "../state/current";
import type { Board } from "../state/board";
import { useNow } from "../state/clock";
import type { Subject } from "../state/selection";
import type { TFunction } from "i18next";

export interface SubjectLines {
  title: string;
  state: string;
}

function openingLines(board: Board, id: string, now: number, t: TFunction): SubjectLines | null {
  const row = board.openings.get(id);
  if (!row) return null;
  const since = instant(row.since);
  const words = [
    row.role === "inside" ? "" : t(`role.${row.role ?? "none"}`),
    openingState(row, t),
    since === null ? "" : age(since, now, t),
  ];
  return { title: openingLabel(board, id), state: words.filter(Boolean).join(" · ") };
}

function crewLines(board: Board, id: string, now: number, t: TFunction): SubjectLines | null {
  const row = board.crews.get(id);
  if (!row) return null;
  const heard = instant(row.heard_at);
  return {
    title: crewLabel(board, id),
    state: `${t(`crewState.${row.state}`)} · ${heard === null ? t("age.never") : age(heard, now, t)}`,
  };
}

/** The two lines of any subject; null when the board has no such thing. */
export function subjectLines(board: Board, { kind, id }: Subject, now: number, t: TFunction): SubjectLines | null {
  if (kind === "opening") return openingLines(board, id, now, t);
  if (kind === "crew") return crewLines(board, id, now, t);
  if (kind === "supplier") {
    const row = board.suppliers.get(id);
    return row ? { title: row.name, state: row.short ? t("detail.short") : t("kind.supplier") } : null;
  }
  const row = board.neighbourhoods.get(id);
  if (!row) return null;
  if (row.walled) return { title: row.name, state: t("ring.walled") };
  return { title: row.name, state: `${t(`ring.${row.ring}`)} · ${row.done}/${row.openings}` };
}

export function useSubjectLines(subject: Subject): SubjectLines | null {
  const { t } = useTranslation();
  const now = useNow();
  const board = useBoard((held) => held);
  return subjectLines(board, subject, now, t);
}
