/** Searching the board: every word typed must occur in a thing's label or id. */
import { crewLabel, openingLabel } from "../shared/labels";
import type { Board } from "../state/board";
import type { Subject } from "../state/selection";

export interface Hit {
  subject: Subject;
  label: string;
}

const MOST = 12;

function everything(board: Board): Hit[] {
  const neighbourhoods = [...board.neighbourhoods.values()].map((row): Hit => ({
    subject: { kind: "neighbourhood", id: row.id },
    label: row.name,
  }));
  const crews = [...board.crews.keys()].map((id): Hit => ({
    subject: { kind: "crew", id },
    label: crewLabel(board, id),
  }));
  const suppliers = [...board.suppliers.values()].map((row): Hit => ({
    subject: { kind: "supplier", id: row.id },
    label: row.name,
  }));
  const openings = [...board.openings.keys()].map((id): Hit => ({
    subject: { kind: "opening", id },
    label: openingLabel(board, id),
  }));
  return [...neighbourhoods, ...crews, ...suppliers, ...openings];
}

/** The first things that fit; nothing for an empty text. */
export function found(board: Board, text: string): Hit[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return [];
  const fits = ({ subject, label }: Hit) => {
    const where = `${label} ${subject.id}`.toLowerCase();
    return words.every((word) => where.includes(word));
  };
  return everything(board).filter(fits).slice(0, MOST);
}
