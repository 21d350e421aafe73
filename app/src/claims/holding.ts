/** Who holds an opening that crews take by themselves, and who may take it: as the server reckons, close/claims.py. */
import type { CrewRow, OpeningRow, SessionView } from "../api/types";
import { instant } from "../shared/format";

export interface Holding {
  crew: string;
  by: string;
  at: number;
  lapsesAt: number;
  /** Work has begun: it lapses no more. */
  begun: boolean;
  lapsed: boolean;
}

const FREE: ReadonlySet<OpeningRow["state"]> = new Set(["found", "confirmed", "planned", "given"]);

/** The claim on an opening, lapsed or not; null where nobody took it, or a plan gave it to another since. */
export function holdingOf(row: OpeningRow, now: number): Holding | null {
  const { claim } = row;
  if (!claim?.crew || claim.crew !== row.crew) return null;
  const begun = row.state === "under_way" || row.state === "done";
  const lapsesAt = instant(claim.lapses_at) ?? 0;
  const at = instant(claim.at) ?? 0;
  return { crew: claim.crew, by: claim.by, at, lapsesAt, begun, lapsed: !begun && now >= lapsesAt };
}

/** Whether a crew may take an opening now; the server decides, this only hides what it would refuse. */
export function isFree(row: OpeningRow, holding: Holding | null): boolean {
  if (!row.role || row.role === "inside" || (holding && !holding.lapsed)) return false;
  return FREE.has(row.state);
}

/** The crews somebody speaks for: a commander all, others the own crew and those the organisation lends. */
export function crewsSpokenFor(session: SessionView | null, crews: Iterable<CrewRow>): CrewRow[] {
  if (!session || !["commander", "community_lead", "crew_lead"].includes(session.role)) return [];
  const there = [...crews].filter((crew) => crew.state !== "lost" && crew.state !== "off");
  if (session.role === "commander") return there;
  const { crew: own, organisation } = session.scope ?? {};
  return there.filter((crew) => crew.id === own || (organisation && crew.lender === organisation));
}
