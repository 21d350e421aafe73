/** What the goods screens ask of the server, and the facts they report. */
import { Refused, request, Unreachable } from "../api/http";
import type { components } from "../api/schema";
import { freshId } from "../shared/freshId";

export type GoodsView = components["schemas"]["GoodsView"];
export type YardView = GoodsView["yards"][number];
export type LenderView = GoodsView["lenders"][number];
export type LoanRow = LenderView["loans"][number];
export type OrderRow = YardView["orders"][number];
export type Flag = YardView["stock"][number]["flags"] extends (infer F)[] | undefined ? F : never;

export const fetchGoods = () => request<GoodsView>("GET", "/api/goods");
export const takeLoan = (loan: string, taking: Record<string, unknown>) =>
  request<unknown>("POST", `/api/loans/${encodeURIComponent(loan)}/take`, taking);
export const declineLoan = (loan: string, version: number) =>
  request<unknown>("POST", `/api/loans/${encodeURIComponent(loan)}/decline`, { on_version: version });

interface Receipts {
  receipts: { quarantined?: string }[];
}

/** Why something was not recorded, as a code for the translations. */
export class NotRecorded extends Error {
  constructor(readonly code: string) {
    super(code);
  }
}

/** Reports one fact as having happened at `at` (board's time); it is kept for good once this resolves. */
export async function report(kind: string, body: Record<string, unknown>, at: number): Promise<void> {
  const facts = [{ event_id: freshId(), kind, happened_at: new Date(at).toISOString(), body }];
  const answer = await request<Receipts>("POST", "/api/reports", { reports: facts, device: "goods" });
  const problem = answer.receipts[0]?.quarantined;
  if (problem) throw new NotRecorded(problem);
}

/** The code of whatever went wrong. */
export function codeOf(error: unknown): string {
  if (error instanceof Unreachable) return "unreachable";
  if (error instanceof NotRecorded || error instanceof Refused) return error.code;
  return "other";
}
