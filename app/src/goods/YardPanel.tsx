/** A yard for its keeper: what is left, who comes next, what is on its way, and who has signed for what. */
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { GoodsView, OrderRow, YardView } from "./calls";
import { report } from "./calls";
import { Field, figure, Pick, Sheet, words } from "./Sheet";
import { amountText, clock, flagText, goodName } from "./words";
import { instantOf } from "./when";
import { freshId } from "../shared/freshId";

type Open =
  | { what: "hand"; crew: string; amount: number }
  | { what: "arrived"; order: OrderRow }
  | { what: "count" }
  | { what: "order" };

interface YardPanelProps {
  view: GoodsView;
  yard: YardView;
  now: () => number;
  refresh: () => void;
}

export function YardPanel({ view, yard, now, refresh }: YardPanelProps) {
  const { t } = useTranslation();
  const [open, setOpen] = useState<Open | null>(null);
  const zone = view.time_zone;
  const acts = view.role !== "auditor";
  const office = view.role === "commander" || view.role === "community_lead";
  const tell = async (kind: string, body: Record<string, unknown>) => {
    await report(kind, body, now());
    refresh();
  };
  return (
    <section className="goods-card" data-testid={`yard-${yard.id}`}>
      <h2>{yard.name}</h2>
      <Stock yard={yard} />
      {yard.shortages.map((short) => (
        <p key={short.from_at} className="goods-alarm" role="alert">
          ▲{" "}
          {t("goods.short", {
            from: clock(short.from_at, zone),
            amount: amountText(short.good, short.amount, t),
            good: goodName(short.good, t),
            openings: short.openings.length,
            until: short.until_at ? t("goods.until", { time: clock(short.until_at, zone) }) : t("goods.never"),
          })}
        </p>
      ))}
      {yard.stock
        .flatMap((line) => line.flags)
        .map((flag) => (
          <p key={flag.code + JSON.stringify(flag.facts)} className="goods-alarm">
            ▲ {flagText(flag, t, view.crews)}
          </p>
        ))}
      <h3>{t("goods.expected")}</h3>
      <ul className="goods-rows">
        {yard.expected.map((coming) => (
          <li key={coming.crew + coming.at}>
            <b className="goods-time">{clock(coming.at, zone)}</b>
            <span>
              {coming.crew_name}
              {coming.phone ? (
                <a className="goods-phone" href={`tel:${coming.phone}`}>
                  {coming.phone}
                </a>
              ) : null}
            </span>
            <b>{amountText("net", coming.net_m, t)}</b>
            {acts ? (
              <button
                type="button"
                className="goods-go"
                onClick={() => setOpen({ what: "hand", crew: coming.crew, amount: coming.net_m })}
                data-testid={`hand-${coming.crew}`}
              >
                {t("goods.handOut")}
              </button>
            ) : null}
          </li>
        ))}
      </ul>
      {yard.expected.length === 0 ? <p className="goods-none">{t("goods.noneExpected")}</p> : null}
      <h3>{t("goods.orders")}</h3>
      <Orders
        view={view}
        yard={yard}
        acts={acts}
        now={now}
        onArrived={(order) => setOpen({ what: "arrived", order })}
      />
      {acts ? (
        <div className="goods-actions">
          <button type="button" className="goods-quiet" onClick={() => setOpen({ what: "count" })}>
            {t("goods.count")}
          </button>
          <button
            type="button"
            className="goods-quiet"
            onClick={() => setOpen({ what: "hand", crew: view.crews[0]?.id ?? "", amount: 0 })}
          >
            {t("goods.handOut")}
          </button>
          {office ? (
            <button type="button" className="goods-quiet" onClick={() => setOpen({ what: "order" })}>
              {t("goods.order")}
            </button>
          ) : null}
        </div>
      ) : null}
      <Log yard={yard} zone={zone} />
      {open ? (
        <YardSheet open={open} view={view} yard={yard} now={now} tell={tell} onClose={() => setOpen(null)} />
      ) : null}
    </section>
  );
}

function Stock({ yard }: { yard: YardView }) {
  const { t } = useTranslation();
  return (
    <div className="goods-stock">
      {yard.stock.map((line) => (
        <div key={line.good} className={line.flags.length ? "wrong" : ""}>
          <b>{line.left === null ? t("goods.enough") : amountText(line.good, line.left, t)}</b>
          <span>
            {goodName(line.good, t)} · {t("goods.handedOut", { amount: line.handed_out })}
            {line.arrived ? ` · ${t("goods.came", { amount: line.arrived })}` : ""}
          </span>
        </div>
      ))}
    </div>
  );
}

interface OrdersProps {
  view: GoodsView;
  yard: YardView;
  acts: boolean;
  now: () => number;
  onArrived: (order: OrderRow) => void;
}

function Orders({ view, yard, acts, now, onArrived }: OrdersProps) {
  const { t } = useTranslation();
  if (yard.orders.length === 0) return <p className="goods-none">{t("goods.noOrders")}</p>;
  const names = new Map([
    ...view.yards.map((y) => [y.id, y.name] as const),
    ...view.lenders.map((l) => [l.id, l.name] as const),
  ]);
  const standing = (order: OrderRow): string => {
    if (order.supplier !== yard.id) return t("goods.goesTo", { yard: names.get(order.supplier) ?? order.supplier });
    if (order.lies_there) return t("goods.liesThere");
    if (order.arrived) return t("goods.arrivedOf", { arrived: order.arrived, amount: order.amount });
    const late = Math.floor((now() - Date.parse(order.due_at)) / 60_000);
    const due = t("goods.due", { time: clock(order.due_at, view.time_zone) });
    return late > 0 ? `${due} · ${t("goods.late", { minutes: late })}` : due;
  };
  return (
    <ul className="goods-rows">
      {yard.orders.map((order) => {
        const waits = !order.lies_there && order.arrived < order.amount && order.supplier === yard.id;
        return (
          <li key={order.id} className={waits ? "" : "settled"}>
            <b>{amountText(order.good, order.amount, t)}</b>
            <span>
              {goodName(order.good, t)} · {names.get(order.seller) ?? order.seller}
              <small>{standing(order)}</small>
            </span>
            {acts && waits ? (
              <button
                type="button"
                className="goods-go"
                onClick={() => onArrived(order)}
                data-testid={`arrived-${order.id}`}
              >
                {t("goods.arrived")}
              </button>
            ) : null}
          </li>
        );
      })}
    </ul>
  );
}

function Log({ yard, zone }: { yard: YardView; zone: string }) {
  const { t } = useTranslation();
  if (yard.hand_outs.length === 0) return null;
  return (
    <>
      <h3>{t("goods.log")}</h3>
      <ul className="goods-rows log">
        {yard.hand_outs.slice(0, 12).map((row, n) => (
          <li key={`${row.crew}${row.at ?? ""}${n}`}>
            <b className="goods-time">{clock(row.at, zone)}</b>
            <span>
              {row.crew_name}
              <small>
                {row.by_yard ? (row.signed_by ? t("goods.signed", { name: row.signed_by }) : "") : t("goods.crewSays")}
              </small>
            </span>
            <b>{amountText(row.good, row.amount, t)}</b>
          </li>
        ))}
      </ul>
    </>
  );
}

interface YardSheetProps {
  open: Open;
  view: GoodsView;
  yard: YardView;
  now: () => number;
  tell: (kind: string, body: Record<string, unknown>) => Promise<void>;
  onClose: () => void;
}

function YardSheet({ open, view, yard, now, tell, onClose }: YardSheetProps) {
  const { t } = useTranslation();
  const goods = view.goods.map((good) => [good, goodName(good, t)] as const);
  if (open.what === "hand") {
    const save = (form: FormData) =>
      tell("goods.handed_out", {
        supplier: yard.id,
        crew: words(form, "crew"),
        good: words(form, "good"),
        amount: figure(form, "amount"),
        signed_by: words(form, "signed"),
      });
    return (
      <Sheet title={t("goods.handOut")} onClose={onClose} onSave={save}>
        <Pick
          label={t("goods.field.crew")}
          name="crew"
          options={view.crews.map((c) => [c.id, c.name])}
          value={open.crew}
        />
        <Pick label={t("goods.field.good")} name="good" options={goods} />
        <Field label={t("goods.field.amount")} name="amount" type="number" value={open.amount || ""} required />
        <Field label={t("goods.field.signedBy")} name="signed" required />
      </Sheet>
    );
  }
  if (open.what === "arrived") {
    const { order } = open;
    const save = (form: FormData) =>
      tell("goods.arrived", {
        order: order.id,
        supplier: yard.id,
        good: order.good,
        amount: figure(form, "amount"),
        signed_by: words(form, "signed"),
      });
    return (
      <Sheet title={`${t("goods.arrived")} · ${goodName(order.good, t)}`} onClose={onClose} onSave={save}>
        <Field
          label={t("goods.field.amount")}
          name="amount"
          type="number"
          value={order.amount - order.arrived}
          required
        />
        <Field label={t("goods.field.signedBy")} name="signed" required />
      </Sheet>
    );
  }
  if (open.what === "count") {
    const save = (form: FormData) => tell("supplier.counted", { supplier: yard.id, stock_m: figure(form, "stock") });
    return (
      <Sheet title={t("goods.count")} onClose={onClose} onSave={save}>
        <Field label={t("goods.field.stock")} name="stock" type="number" required />
      </Sheet>
    );
  }
  const save = (form: FormData) =>
    tell("goods.ordered", {
      order: freshId(),
      seller: words(form, "seller"),
      good: words(form, "good"),
      amount: figure(form, "amount"),
      supplier: yard.id,
      due_at: instantOf(words(form, "due"), now(), view.time_zone),
    });
  return (
    <Sheet title={`${t("goods.order")} · ${yard.name}`} onClose={onClose} onSave={save}>
      <Field label={t("goods.field.seller")} name="seller" required />
      <Pick label={t("goods.field.good")} name="good" options={goods} />
      <Field label={t("goods.field.amount")} name="amount" type="number" required />
      <Field label={t("goods.field.due")} name="due" type="time" required />
    </Sheet>
  );
}
