/** A yard for its keeper: what is left, who comes next, what is on its way, and who has signed for what. */
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { report } from "../phone/current";
import { freshId } from "../shared/freshId";
import type { OrderRow, YardView } from "./calls";
import { type GoodsNow, isUnsent } from "./fold";
import { HandOutSheet } from "./HandOutSheet";
import { Field, figure, Pick, Sheet, words } from "./Sheet";
import { goodsTime } from "./useGoods";
import { instantOf } from "./when";
import { amountText, clock, flagText, goodName } from "./words";

type Open =
  | { what: "hand"; crew: string; amount: number }
  | { what: "arrived"; order: OrderRow }
  | { what: "count" }
  | { what: "order" };

interface YardPanelProps {
  now: GoodsNow;
  yard: YardView;
  onSaid: (what: string) => void;
}

export function YardPanel({ now, yard, onSaid }: YardPanelProps) {
  const { t } = useTranslation();
  const { view } = now;
  const [open, setOpen] = useState<Open | null>(null);
  const zone = view.time_zone;
  const acts = view.role !== "auditor";
  const office = view.role === "commander" || view.role === "community_lead";
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
              <LastHanded now={now} yard={yard} crew={coming.crew} />
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
      <Orders now={now} yard={yard} acts={acts} onArrived={(order) => setOpen({ what: "arrived", order })} />
      {acts ? (
        <div className="goods-actions">
          <button type="button" className="goods-quiet" onClick={() => setOpen({ what: "count" })}>
            {t("goods.count")}
          </button>
          <button type="button" className="goods-quiet" onClick={() => setOpen({ what: "hand", crew: "", amount: 0 })}>
            {t("goods.handOut")}
          </button>
          {office ? (
            <button type="button" className="goods-quiet" onClick={() => setOpen({ what: "order" })}>
              {t("goods.order")}
            </button>
          ) : null}
        </div>
      ) : null}
      <Log now={now} yard={yard} />
      {open ? <YardSheet open={open} now={now} yard={yard} onSaid={onSaid} onClose={() => setOpen(null)} /> : null}
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

/** What a crew that is to come was given here last, so that nobody gives it twice. */
function LastHanded({ now, yard, crew }: { now: GoodsNow; yard: YardView; crew: string }) {
  const { t } = useTranslation();
  const last = yard.hand_outs.find((row) => row.crew === crew);
  if (!last) return null;
  const time = clock(last.at, now.view.time_zone);
  return <small>{t("goods.lastHanded", { amount: amountText(last.good, last.amount, t), time })}</small>;
}

interface OrdersProps {
  now: GoodsNow;
  yard: YardView;
  acts: boolean;
  onArrived: (order: OrderRow) => void;
}

function Orders({ now, yard, acts, onArrived }: OrdersProps) {
  const { t } = useTranslation();
  const { view } = now;
  if (yard.orders.length === 0) return <p className="goods-none">{t("goods.noOrders")}</p>;
  const names = new Map([
    ...view.yards.map((y) => [y.id, y.name] as const),
    ...view.lenders.map((l) => [l.id, l.name] as const),
  ]);
  const standing = (order: OrderRow): string => {
    if (order.supplier !== yard.id) return t("goods.goesTo", { yard: names.get(order.supplier) ?? order.supplier });
    if (order.lies_there) return t("goods.liesThere");
    if (order.arrived) return t("goods.arrivedOf", { arrived: order.arrived, amount: order.amount });
    const late = Math.floor((goodsTime() - Date.parse(order.due_at)) / 60_000);
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
              {now.unsent.has(order.id) ? <small className="goods-unsent">{t("goods.unsent")}</small> : null}
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

function Log({ now, yard }: { now: GoodsNow; yard: YardView }) {
  const { t } = useTranslation();
  const zone = now.view.time_zone;
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
              {isUnsent(now, row) ? <small className="goods-unsent">{t("goods.unsent")}</small> : null}
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
  now: GoodsNow;
  yard: YardView;
  onClose: () => void;
  onSaid: (what: string) => void;
}

function YardSheet({ open, now, yard, onClose, onSaid }: YardSheetProps) {
  const { t } = useTranslation();
  const { view } = now;
  if (open.what === "hand") {
    const { crew, amount } = open;
    return <HandOutSheet now={now} yard={yard} crew={crew} amount={amount} onClose={onClose} onSaid={onSaid} />;
  }
  if (open.what === "arrived") {
    const { order } = open;
    const save = async (form: FormData) => {
      const amount = figure(form, "amount");
      const signed_by = words(form, "signed");
      await report("goods.arrived", { order: order.id, supplier: yard.id, good: order.good, amount, signed_by });
      onSaid(`${t("goods.arrived")} ${amountText(order.good, amount, t)}`);
    };
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
    const save = async (form: FormData) => {
      const stock_m = figure(form, "stock");
      await report("supplier.counted", { supplier: yard.id, stock_m });
      onSaid(amountText("net", stock_m, t));
    };
    return (
      <Sheet title={t("goods.count")} onClose={onClose} onSave={save}>
        <Field label={t("goods.field.stock")} name="stock" type="number" required />
      </Sheet>
    );
  }
  const goods = view.goods.map((good) => [good, goodName(good, t)] as const);
  const save = async (form: FormData) => {
    await report("goods.ordered", {
      order: freshId(),
      seller: words(form, "seller"),
      good: words(form, "good"),
      amount: figure(form, "amount"),
      supplier: yard.id,
      due_at: instantOf(words(form, "due"), goodsTime(), view.time_zone),
    });
    onSaid(t("goods.order"));
  };
  return (
    <Sheet title={`${t("goods.order")} · ${yard.name}`} onClose={onClose} onSave={save}>
      <Field label={t("goods.field.seller")} name="seller" required />
      <Pick label={t("goods.field.good")} name="good" options={goods} />
      <Field label={t("goods.field.amount")} name="amount" type="number" required />
      <Field label={t("goods.field.due")} name="due" type="time" required />
    </Sheet>
  );
}
