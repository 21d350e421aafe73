/** The yard's page without a signal: what was handed out here counts at once, and once. */
import { describe, expect, it } from "vitest";
import type { GoodsView, YardView } from "../../src/goods/calls";
import { foldGoods, isUnsent } from "../../src/goods/fold";
import type { ReportRow } from "../../src/phone/store/store";

const AT = "2026-02-03T12:00:00Z";

function yard(more: Partial<YardView> = {}): YardView {
  const net = { good: "net", arrived: 0, handed_out: 0, left: 100, flags: [] };
  const empty = { orders: [], expected: [], hand_outs: [], shortages: [] };
  return { id: "depot", name: "Depot", phone: "", stock: [net], ...empty, ...more };
}

function viewOf(depot: YardView): GoodsView {
  return {
    name: "Two Neighbourhoods",
    exercise: true,
    now: AT,
    time_zone: "Asia/Shanghai",
    position: 10,
    role: "supplier",
    goods: ["net", "ties"],
    yards: [depot],
    lenders: [],
    crews: [{ id: "north-1", name: "North 1" }],
    waiting_orders: 0,
  };
}

function row(id: string, kind: string, body: Record<string, unknown>, more: Partial<ReportRow> = {}): ReportRow {
  const settled = { position: null, receivedAt: null, trouble: null, again: false, handedOver: false };
  return {
    id,
    kind,
    body,
    happenedAt: AT,
    madeAt: 0,
    journal: "j",
    origin: "p",
    state: "waiting",
    ...settled,
    ...more,
  };
}

const out = (id: string, amount: number, more: Partial<ReportRow> = {}, good = "net") =>
  row(
    id,
    "goods.handed_out",
    { supplier: "depot", crew: "north-1", good, amount, signed_by: "Zhao" },
    { happenedAt: `2026-02-03T12:0${id}:00Z`, ...more },
  );

const netLeft = (view: GoodsView) => view.yards[0]?.stock[0]?.left;

describe("a yard without a signal", () => {
  it("has less by what was handed out here, and shows that it is unsent", () => {
    const now = foldGoods(viewOf(yard()), [out("1", 30), out("2", 20)]);
    expect(netLeft(now.view)).toBe(50);
    const log = now.view.yards[0]?.hand_outs ?? [];
    expect(log.map((one) => [one.crew_name, one.amount, isUnsent(now, one)])).toEqual([
      ["North 1", 20, true],
      ["North 1", 30, true],
    ]);
  });

  it("counts a report that the view holds already no second time", () => {
    const received = out("1", 30, { state: "received", position: 9 });
    const fresher = out("2", 20, { state: "received", position: 11 });
    const now = foldGoods(viewOf(yard()), [received, fresher]);
    expect(netLeft(now.view)).toBe(80);
    expect(now.unsent.size).toBe(0);
  });

  it("leaves out what was received but is not believed, and keeps what is only refused for now", () => {
    const apart = out("1", 30, { state: "kept", position: 11, trouble: { code: "quarantined", why: "not_yours" } });
    const refused = out("2", 20, { trouble: { code: "refused", why: "HTTP 500" } });
    expect(netLeft(foldGoods(viewOf(yard()), [apart, refused]).view)).toBe(80);
  });

  it("takes the yard's word in the place of the crew's own", () => {
    const said = {
      crew: "north-1",
      crew_name: "North 1",
      good: "net",
      amount: 40,
      at: AT,
      signed_by: "",
      by_yard: false,
    };
    const now = foldGoods(viewOf(yard({ hand_outs: [said] })), [out("1", 45)]);
    expect(netLeft(now.view)).toBe(95);
    expect(now.view.yards[0]?.hand_outs.length).toBe(1);
  });

  it("never shows less than nothing, and a count starts anew", () => {
    const now = foldGoods(viewOf(yard()), [
      out("1", 130),
      row("2", "supplier.counted", { supplier: "depot", stock_m: 12 }),
      out("3", 2),
    ]);
    expect(netLeft(now.view)).toBe(10);
  });

  it("knows goods it had none of before", () => {
    const now = foldGoods(viewOf(yard()), [out("1", 5, {}, "ties")]);
    expect(now.view.yards[0]?.stock.map((line) => [line.good, line.handed_out, line.left])).toEqual([
      ["net", 0, 100],
      ["ties", 5, null],
    ]);
  });

  it("adds an order and what of it has come", () => {
    const order = { order: "o1", seller: "x", good: "net", amount: 60, supplier: "depot", due_at: AT };
    const came = { order: "o1", supplier: "depot", good: "net", amount: 60, signed_by: "Li" };
    const now = foldGoods(viewOf(yard()), [row("1", "goods.ordered", order), row("2", "goods.arrived", came)]);
    expect(now.view.yards[0]?.orders.map((one) => [one.id, one.arrived])).toEqual([["o1", 60]]);
    expect(netLeft(now.view)).toBe(160);
    expect(now.unsent.has("o1")).toBe(true);
  });
});
