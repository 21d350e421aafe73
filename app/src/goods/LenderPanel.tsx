/** A lender's own: what was offered, what became of it, what still has to come back, and the crews it lends. */
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { report } from "../phone/current";
import { freshId } from "../shared/freshId";
import { type LenderView, type LoanRow, takeLoan } from "./calls";
import type { GoodsNow } from "./fold";
import { Loan, owed, returned } from "./Loan";
import { Field, figure, Pick, Sheet, words } from "./Sheet";
import { goodsTime, refresh } from "./useGoods";
import { instantOf } from "./when";
import { goodName } from "./words";

type Open = { what: "offer" } | { what: "take" | "back"; loan: LoanRow };

interface LenderPanelProps {
  now: GoodsNow;
  lender: LenderView;
  onSaid: (what: string) => void;
}

export function LenderPanel({ now, lender, onSaid }: LenderPanelProps) {
  const { t, i18n } = useTranslation();
  const { view } = now;
  const [open, setOpen] = useState<Open | null>(null);
  const office = view.role === "commander" || view.role === "community_lead";
  const acts = office || view.role === "lender";
  const account = `/api/lenders/${encodeURIComponent(lender.id)}/account`;
  return (
    <section className="goods-card" data-testid={`lender-${lender.id}`}>
      <h2>{lender.name}</h2>
      <h3>{t("goods.loans")}</h3>
      {lender.loans.length === 0 ? <p className="goods-none">{t("goods.noLoans")}</p> : null}
      <ul className="goods-loans">
        {lender.loans.map((loan) => (
          <Loan
            key={loan.id}
            loan={loan}
            now={now}
            office={office}
            acts={acts}
            onSaid={onSaid}
            onTake={() => setOpen({ what: "take", loan })}
            onBack={() => setOpen({ what: "back", loan })}
          />
        ))}
      </ul>
      {lender.crews.length ? <h3>{t("goods.crews")}</h3> : null}
      <ul className="goods-rows">
        {lender.crews.map((crew) => (
          <li key={crew.id}>
            <span>
              {crew.name}
              <small>{t("goods.crewLine", { people: crew.people, done: crew.done, toDo: crew.to_do })}</small>
            </span>
            <b>{t(`goods.crewState.${crew.state as "idle"}`)}</b>
          </li>
        ))}
      </ul>
      <div className="goods-actions">
        {acts ? (
          <button type="button" className="goods-go" onClick={() => setOpen({ what: "offer" })} data-testid="offer">
            {t("goods.offer")}
          </button>
        ) : null}
        <span className="goods-papers">
          <a className="goods-quiet" href={`${account}.pdf?lang=${i18n.language}`} target="_blank" rel="noreferrer">
            {t("goods.account")} PDF
          </a>
          <a
            className="goods-quiet"
            href={`${account}.xlsx?lang=${i18n.language}`}
            aria-label={`${t("goods.account")} XLSX`}
          >
            XLSX
          </a>
        </span>
      </div>
      {open ? (
        <LenderSheet open={open} now={now} lender={lender} onSaid={onSaid} onClose={() => setOpen(null)} />
      ) : null}
    </section>
  );
}

interface LenderSheetProps extends LenderPanelProps {
  open: Open;
  onClose: () => void;
}

function LenderSheet({ open, now, lender, onSaid, onClose }: LenderSheetProps) {
  const { t } = useTranslation();
  const { view } = now;
  const none = ["", t("goods.nobody")] as const;
  if (open.what === "take") {
    const { loan } = open;
    const save = async (form: FormData) => {
      await takeLoan(loan.id, {
        on_version: loan.version,
        people: figure(form, "people"),
        amount: figure(form, "amount"),
        crew: words(form, "crew") || null,
        supplier: words(form, "yard") || null,
        note: words(form, "note"),
      });
      refresh();
    };
    return (
      <Sheet title={`${t("goods.take")} · ${lender.name}`} onClose={onClose} onSave={save}>
        {loan.people ? (
          <>
            <Field label={t("goods.field.people")} name="people" type="number" value={loan.people} most={loan.people} />
            <Pick
              label={t("goods.field.crew")}
              name="crew"
              options={[none, ...view.crews.map((c) => [c.id, c.name] as const)]}
            />
          </>
        ) : null}
        {loan.amount ? (
          <>
            <Field label={t("goods.field.amount")} name="amount" type="number" value={loan.amount} most={loan.amount} />
            <Pick
              label={t("goods.field.yard")}
              name="yard"
              options={[none, ...view.yards.map((y) => [y.id, y.name] as const)]}
            />
          </>
        ) : null}
        <Field label={t("goods.field.note")} name="note" />
      </Sheet>
    );
  }
  if (open.what === "back") {
    const { loan } = open;
    const save = async (form: FormData) => {
      await report("loan.returned", {
        loan: loan.id,
        people: figure(form, "people"),
        amount: figure(form, "amount"),
        damaged: figure(form, "damaged"),
        signed_by: words(form, "signed"),
      });
      onSaid(t("goods.giveBack"));
    };
    const back = returned(loan);
    const due = Math.max(0, owed(loan) - back.amount);
    const people = Math.max(0, loan.people_taken - back.people);
    return (
      <Sheet title={t("goods.giveBack")} onClose={onClose} onSave={save}>
        {people ? <Field label={t("goods.field.people")} name="people" type="number" value={people} /> : null}
        {loan.good ? (
          <>
            <Field
              label={`${goodName(loan.good, t)} · ${t("goods.field.amount")}`}
              name="amount"
              type="number"
              value={due}
            />
            <Field label={t("goods.field.damaged")} name="damaged" type="number" value={0} />
          </>
        ) : null}
        <Field label={t("goods.field.signedBy")} name="signed" required />
      </Sheet>
    );
  }
  const save = async (form: FormData) => {
    const from = instantOf(words(form, "from"), goodsTime(), view.time_zone);
    await report("loan.offered", {
      loan: freshId(),
      lender: lender.id,
      from_at: from,
      until_at: instantOf(words(form, "until"), Date.parse(from) + 6 * 3_600_000, view.time_zone),
      people: figure(form, "people"),
      skills: words(form, "skills")
        .split(/[,，;；、]/)
        .map((skill) => skill.trim())
        .filter(Boolean),
      good: figure(form, "amount") ? words(form, "good") : null,
      amount: figure(form, "amount"),
      terms: words(form, "terms"),
      price: Math.round(Number(words(form, "price") || 0) * 100),
      where: words(form, "where"),
      note: words(form, "note"),
    });
    onSaid(t("goods.offer"));
  };
  const goods = view.goods.map((good) => [good, goodName(good, t)] as const);
  const terms = (["lent", "half", "sold"] as const).map((key) => [key, t(`goods.terms.${key}`)] as const);
  return (
    <Sheet title={`${t("goods.offer")} · ${lender.name}`} onClose={onClose} onSave={save}>
      <div className="goods-pair">
        <Field label={t("goods.field.people")} name="people" type="number" />
        <Field label={t("goods.field.skills")} name="skills" />
      </div>
      <div className="goods-pair">
        <Pick label={t("goods.field.good")} name="good" options={goods} />
        <Field label={t("goods.field.amount")} name="amount" type="number" />
      </div>
      <div className="goods-pair">
        <Pick label={t("goods.field.terms")} name="terms" options={terms} />
        <Field label={t("goods.field.price")} name="price" type="number" step="0.01" />
      </div>
      <div className="goods-pair">
        <Field label={t("goods.field.from")} name="from" type="time" required />
        <Field label={t("goods.field.to")} name="until" type="time" required />
      </div>
      <Field label={t("goods.field.where")} name="where" />
      <Field label={t("goods.field.note")} name="note" />
    </Sheet>
  );
}
