/**
 * Goods as this phone knows them: the server's view, and on top of it every own report the view does not hold yet.
 *
 * A pure fold, as the crew's night is: the same view and reports always give the same yards.
 */
import type { ReportRow } from "../phone/store/store";
import type { Facts } from "../phone/types";
import type { GoodsView, LenderView, LoanRow, YardView } from "./calls";

const NET = "net";
type HandOut = YardView["hand_outs"][number];
type Stock = YardView["stock"][number];

/** A view, and what in it nobody but this phone knows yet. */
export interface GoodsNow {
  view: GoodsView;
  /** Hand-outs that are not sent, by place in their yard's list; orders and loans by their ids. */
  unsent: ReadonlySet<unknown>;
}

/** Whether the view was made without this report; one that was kept apart changes nothing. */
function isNews(row: ReportRow, view: GoodsView): boolean {
  if (row.trouble && row.trouble.code !== "refused") return false;
  return row.state === "waiting" || (row.position ?? 0) > view.position;
}

function stocked(stock: readonly Stock[], good: string, change: (line: Stock) => Stock): Stock[] {
  const known = stock.some((line) => line.good === good);
  const lines = known ? stock : [...stock, { good, arrived: 0, handed_out: 0, left: null, flags: [] }];
  return lines.map((line) => (line.good === good ? change(line) : line));
}

/** Less is left, never less than nothing: what went out beyond the stock is the server's to flag. */
const less = (left: number | null, amount: number) => (left === null ? null : Math.max(0, left - amount));

function handedOut(yard: YardView, said: Facts["goods.handed_out"], at: string, view: GoodsView): YardView {
  const { crew, good, amount, signed_by } = said;
  const name = view.crews.find((one) => one.id === crew)?.name ?? crew;
  const made: HandOut = { crew, crew_name: name, good, amount, at, signed_by, by_yard: true };
  // The crew has said so already: the yard's word takes the place of its word, and counts once.
  const told = good === NET ? yard.hand_outs.find((row) => row.crew === crew && !row.by_yard) : undefined;
  const out = amount - (told?.amount ?? 0);
  return {
    ...yard,
    hand_outs: [made, ...yard.hand_outs.filter((row) => row !== told)],
    stock: stocked(yard.stock, good, (line) => ({
      ...line,
      handed_out: line.handed_out + out,
      left: less(line.left, out),
    })),
  };
}

function arrived(yard: YardView, said: Facts["goods.arrived"]): YardView {
  const { order, good, amount } = said;
  return {
    ...yard,
    orders: yard.orders.map((row) =>
      row.id === order ? { ...row, arrived: row.arrived + amount, signed_by: said.signed_by } : row,
    ),
    stock: stocked(yard.stock, good, (line) => ({
      ...line,
      arrived: line.arrived + amount,
      left: line.left === null ? null : line.left + amount,
    })),
  };
}

function ordered(yard: YardView, said: Facts["goods.ordered"], position: number): YardView {
  const { order: id, seller, good, amount, supplier, due_at } = said;
  const nothingYet = { lent: 0, cost: 0, lies_there: false, arrived: 0, arrived_at: null, signed_by: "", flags: [] };
  const known = yard.orders.some((row) => row.id === id);
  const row = { id, seller, good, amount, supplier, due_at, position, ...nothingYet };
  return known ? yard : { ...yard, orders: [...yard.orders, row] };
}

function counted(yard: YardView, said: Facts["supplier.counted"]): YardView {
  return { ...yard, stock: stocked(yard.stock, NET, (line) => ({ ...line, left: said.stock_m })) };
}

function offered(lender: LenderView, said: Facts["loan.offered"], at: string, view: GoodsView): LenderView {
  const { loan: id, terms, skills, ...offer } = said;
  const made: LoanRow = {
    ...offer,
    id,
    terms: terms as LoanRow["terms"],
    skills: [...skills],
    state: "offered",
    offered_at: at,
    position: view.position,
    version: 0,
    taken_by: "",
    taken_at: null,
    people_taken: 0,
    amount_taken: 0,
    crew: null,
    supplier: null,
    answer: "",
    withdrawn_at: null,
    backs: [],
    flags: [],
  };
  return lender.loans.some((one) => one.id === id) ? lender : { ...lender, loans: [...lender.loans, made] };
}

function returned(loan: LoanRow, said: Facts["loan.returned"], row: ReportRow): LoanRow {
  const { people, amount, damaged, signed_by } = said;
  const back = { at: row.happenedAt, event_id: row.id, people, amount, damaged, signed_by };
  return { ...loan, backs: [...loan.backs, back] };
}

const atYard = (view: GoodsView, id: string, change: (yard: YardView) => YardView): GoodsView => ({
  ...view,
  yards: view.yards.map((yard) => (yard.id === id ? change(yard) : yard)),
});

const ofLoan = (view: GoodsView, id: string, change: (loan: LoanRow) => LoanRow): GoodsView => ({
  ...view,
  lenders: view.lenders.map((lender) => ({
    ...lender,
    loans: lender.loans.map((loan) => (loan.id === id ? change(loan) : loan)),
  })),
});

type Step = (view: GoodsView, row: ReportRow) => GoodsView;
const said = (row: ReportRow) => row.body as unknown;

const STEPS: Partial<Record<string, Step>> = {
  "goods.handed_out": (view, row) => {
    const body = said(row) as Facts["goods.handed_out"];
    return atYard(view, body.supplier, (yard) => handedOut(yard, body, row.happenedAt, view));
  },
  "goods.arrived": (view, row) => {
    const body = said(row) as Facts["goods.arrived"];
    return atYard(view, body.supplier, (yard) => arrived(yard, body));
  },
  "goods.ordered": (view, row) => {
    const body = said(row) as Facts["goods.ordered"];
    return atYard(view, body.supplier, (yard) => ordered(yard, body, view.position));
  },
  "supplier.counted": (view, row) => {
    const body = said(row) as Facts["supplier.counted"];
    return atYard(view, body.supplier, (yard) => counted(yard, body));
  },
  "loan.offered": (view, row) => {
    const body = said(row) as Facts["loan.offered"];
    const lenders = view.lenders.map((one) =>
      one.id === body.lender ? offered(one, body, row.happenedAt, view) : one,
    );
    return { ...view, lenders };
  },
  "loan.withdrawn": (view, row) =>
    ofLoan(view, (said(row) as Facts["loan.withdrawn"]).loan, (loan) => ({ ...loan, state: "withdrawn" })),
  "loan.returned": (view, row) => {
    const body = said(row) as Facts["loan.returned"];
    return ofLoan(view, body.loan, (loan) => returned(loan, body, row));
  },
};

/** The view with what this phone has to add to it, oldest first. */
export function foldGoods(view: GoodsView, reports: readonly ReportRow[]): GoodsNow {
  const news = reports.filter((row) => isNews(row, view)).sort((a, b) => (a.id < b.id ? -1 : 1));
  const unsent = new Set<unknown>();
  let folded = view;
  for (const row of news) {
    folded = STEPS[row.kind]?.(folded, row) ?? folded;
    if (row.state !== "waiting") continue;
    unsent.add(row.body.order ?? row.body.loan ?? `${row.happenedAt} ${String(row.body.crew)}`);
  }
  return { view: folded, unsent };
}

/** Whether a hand-out of a yard is this phone's own and not sent yet. */
export function isUnsent({ unsent }: GoodsNow, row: HandOut): boolean {
  return unsent.has(`${row.at ?? ""} ${row.crew}`);
}
