/** What commanding asks of the server, one function a route, and facts reported from the desk. */
import { request } from "../api/http";
import type { components } from "../api/schema";
import type { DecisionRow, TalkingPoints, WhatIf } from "../api/types";
import { freshId } from "../shared/freshId";

export interface Put {
  opening: string;
  crew: string;
  before?: string | null;
}

export type DecisionDraft = Pick<
  DecisionRow,
  "about" | "what" | "words" | "why" | "signed_by" | "carried_out_by" | "by_at" | "crew" | "opening"
> & { decision: string; on_version: number };

/** What the journal says of a decision it took: the version is the stream's, for a put the plan's. */
type Recorded = components["schemas"]["Recorded"];

export const askWhatIf = (put: Put) => request<WhatIf>("POST", "/api/plans/what-if", put);
export const putWith = (put: Put, onVersion: number, lock = true) =>
  request<Recorded>("POST", "/api/plans/put", { ...put, on_version: onVersion, lock });
export const lockWith = (opening: string, crew: string | null) =>
  request<unknown>("POST", "/api/plans/lock", { opening, crew });
export const adoptMove = (move: string, onVersion: number) =>
  request<unknown>("POST", "/api/moves/adopt", { move, on_version: onVersion });
export const makeDecision = (decision: DecisionDraft) => request<unknown>("POST", "/api/decisions", decision);
export const setRule = (share: number, minutes: number, holes: boolean, onVersion: number) =>
  request<unknown>("POST", "/api/standing-rule", {
    most_moved_share: share,
    least_gain_min: minutes,
    holes,
    on_version: onVersion,
  });
export const liftRule = (onVersion: number) =>
  request<unknown>("POST", "/api/standing-rule/lift", { on_version: onVersion });
export const fetchPoints = (neighbourhood: string) =>
  request<TalkingPoints>("GET", `/api/talking-points/${encodeURIComponent(neighbourhood)}`);
export const setTerms = (terms: Record<string, unknown>) => request<unknown>("POST", "/api/terms", terms);
export const giveKey = (opening: string, holder: string, phone: string, onVersion: number) =>
  request<unknown>("POST", "/api/keys", { opening, holder, phone, on_version: onVersion });

interface Receipts {
  receipts: { quarantined?: string }[];
}

/** Reports one fact as having happened at `at` (board's time); it is kept for good once this resolves. */
export async function report(kind: string, body: Record<string, unknown>, at: number): Promise<void> {
  const facts = [{ event_id: freshId(), kind, happened_at: new Date(at).toISOString(), body }];
  const answer = await request<Receipts>("POST", "/api/reports", { reports: facts, device: "board" });
  const problem = answer.receipts[0]?.quarantined;
  if (problem) throw new Error(problem);
}
