/** Claims as marks on the crews' rows: taken, lapsed without work, lost to another, or given back. */
import { holdingOf } from "../claims/holding";
import type { OpeningRow } from "../api/types";
import { instant } from "../shared/format";

export interface ClaimMark {
  opening: string;
  /** The crew that took it, on whose row the mark lies. */
  crew: string;
  /** Who said so, and when. */
  by: string;
  at: number;
  what: "taken" | "lapsed" | "lost" | "given_back";
  /** When it lapsed or was given back, or when another's report of it happened, where that is known. */
  endedAt: number | null;
  /** Who gave it back; nobody where it ended otherwise. */
  endedBy: string;
  /** Who has it instead. */
  other: string | null;
}

/** The mark of a claim that was given back. */
function backOf(opening: string, claim: NonNullable<OpeningRow["claim"]>): ClaimMark | null {
  const { held } = claim;
  if (!held) return null;
  const mark = { opening, crew: held.crew, by: held.by, at: instant(held.at) ?? 0 };
  return { ...mark, what: "given_back", endedAt: instant(claim.at), endedBy: claim.by, other: null };
}

/** What became of the claim on an opening; null where nobody took it. */
function markOf(row: OpeningRow, now: number): ClaimMark | null {
  const { claim } = row;
  if (!claim) return null;
  if (!claim.crew) return backOf(row.id, claim);
  const mark = { opening: row.id, crew: claim.crew, by: claim.by, at: instant(claim.at) ?? 0, endedBy: "" };
  const holding = holdingOf(row, now);
  if (!holding) {
    const since = instant(row.since);
    const endedAt = since !== null && since > mark.at ? since : null;
    return { ...mark, what: "lost", endedAt, other: row.crew ?? null };
  }
  if (holding.lapsed) return { ...mark, what: "lapsed", endedAt: holding.lapsesAt, other: null };
  return { ...mark, what: "taken", endedAt: null, other: null };
}

/** Marks by crew, each crew's in the order of time. */
export function claimMarks(openings: Iterable<OpeningRow>, now: number): Map<string, ClaimMark[]> {
  const marks = new Map<string, ClaimMark[]>();
  for (const row of openings) {
    const mark = markOf(row, now);
    if (mark) marks.set(mark.crew, [...(marks.get(mark.crew) ?? []), mark]);
  }
  for (const of of marks.values()) of.sort((a, b) => a.at - b.at);
  return marks;
}
