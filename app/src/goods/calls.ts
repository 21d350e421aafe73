/** What the goods screens ask of the server over the phone's line, and the two decisions that need a signal. */
import { line } from "../phone/current";
import { NoSignal } from "../phone/sync/line";
import type { GoodsView } from "../phone/types";

export type { GoodsView } from "../phone/types";
export type YardView = GoodsView["yards"][number];
export type LenderView = GoodsView["lenders"][number];
export type LoanRow = LenderView["loans"][number];
export type OrderRow = YardView["orders"][number];
export type Flag = YardView["stock"][number]["flags"] extends (infer F)[] | undefined ? F : never;

/** A decision that was not taken, as a code for the translations. */
export class NotDecided extends Error {
  constructor(readonly code: string) {
    super(code);
  }
}

/**
 * Yards and loans as the server has them; null where the role sees none.
 *
 * @throws NoSignal when there is no answer, or none that says anything of goods.
 */
export async function fetchGoods(): Promise<GoodsView | null> {
  const answer = await line("GET", "/api/goods");
  if (answer.status === 403) return null;
  if (answer.status !== 200) throw new NoSignal("/api/goods");
  return answer.body as GoodsView;
}

async function decide(loan: string, what: "take" | "decline", json: Record<string, unknown>): Promise<void> {
  const answer = await line("POST", `/api/loans/${encodeURIComponent(loan)}/${what}`, { json });
  if (answer.status !== 200) throw new NotDecided(answer.code || `HTTP ${answer.status}`);
}

export const takeLoan = (loan: string, taking: Record<string, unknown>) => decide(loan, "take", taking);
export const declineLoan = (loan: string, version: number) => decide(loan, "decline", { on_version: version });

/** The code of whatever went wrong. */
export function codeOf(error: unknown): string {
  if (error instanceof NoSignal) return "unreachable";
  return error instanceof NotDecided ? error.code : "other";
}
