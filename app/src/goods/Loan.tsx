/** One loan from its offer to its return: what became of it, and what can be done about it now. */
import type { TFunction } from "i18next";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { report } from "../phone/current";
import { codeOf, declineLoan, type GoodsView, type LoanRow } from "./calls";
import type { GoodsNow } from "./fold";
import { refresh } from "./useGoods";
import { amountText, clock, failureText, flagText, goodName } from "./words";

/** People and goods in one phrase: 5 people, 120 m of barrier net; nothing when there is neither. */
function phrase(people: number, good: string | null | undefined, amount: number, t: TFunction): string {
  const parts = [
    people ? t("goods.people", { count: people }) : "",
    good && amount ? `${goodName(good, t)} ${amountText(good, amount, t)}` : "",
  ];
  return parts.filter(Boolean).join(" + ");
}

/** Of the goods taken, those that have to come back. */
export function owed(loan: LoanRow): number {
  if (loan.terms === "sold") return 0;
  return loan.terms === "half" ? Math.floor(loan.amount_taken / 2) : loan.amount_taken;
}

/** What has come back so far. */
export function returned(loan: LoanRow): { people: number; amount: number } {
  return {
    people: loan.backs.reduce((sum, back) => sum + back.people, 0),
    amount: loan.backs.reduce((sum, back) => sum + back.amount, 0),
  };
}

interface LoanProps {
  loan: LoanRow;
  now: GoodsNow;
  office: boolean;
  acts: boolean;
  onSaid: (what: string) => void;
  onTake: () => void;
  onBack: () => void;
}

export function Loan({ loan, now, ...doing }: LoanProps) {
  const { t } = useTranslation();
  const { view } = now;
  const about = [
    `${clock(loan.from_at, view.time_zone)}–${clock(loan.until_at, view.time_zone)}`,
    loan.good ? t(`goods.terms.${loan.terms}`) : "",
    loan.skills.join(", "),
    loan.where,
    loan.note,
  ];
  return (
    <li className={`goods-loan ${loan.state}`} data-testid={`loan-${loan.id}`}>
      <div>
        <b>{phrase(loan.people, loan.good, loan.amount, t) || "–"}</b>
        <span className="goods-chip">{t(`goods.state.${loan.state}`)}</span>
      </div>
      <small>{about.filter(Boolean).join(" · ")}</small>
      {became(loan, view, t).map((line) => (
        <p key={line}>{line}</p>
      ))}
      {loan.flags.map((flag) => (
        <p key={flag.code} className="goods-alarm">
          ▲ {flagText(flag, t)}
        </p>
      ))}
      {now.unsent.has(loan.id) ? <p className="goods-unsent">{t("goods.unsent")}</p> : null}
      <LoanActions loan={loan} unsent={now.unsent.has(loan.id)} {...doing} />
    </li>
  );
}

/** What became of an offer, a line each. */
function became(loan: LoanRow, view: GoodsView, t: TFunction): string[] {
  const back = returned(loan);
  const taken = phrase(loan.people_taken, loan.good, loan.amount_taken, t);
  const people = Math.max(0, loan.people_taken - back.people);
  const stillOut = phrase(people, loan.good, Math.max(0, owed(loan) - back.amount), t);
  const soFar = phrase(back.people, loan.good, back.amount, t);
  const crew = view.crews.find((one) => one.id === loan.crew)?.name;
  const yard = view.yards.find((one) => one.id === loan.supplier)?.name;
  const where = [crew ? t("goods.joins", { crew }) : "", yard ? t("goods.toYard", { yard }) : ""];
  const took = taken ? [t("goods.takenBy", { by: loan.taken_by, what: taken }), ...where] : [];
  return [
    took.filter(Boolean).join(" · "),
    loan.state === "taken" && stillOut ? t("goods.stillOut", { what: stillOut }) : "",
    soFar ? t("goods.backSoFar", { what: soFar }) : "",
    loan.answer ? `“${loan.answer}”` : "",
  ].filter(Boolean);
}

type ActionProps = Omit<LoanProps, "now"> & { unsent: boolean };

function LoanActions({ loan, unsent, office, acts, onSaid, onTake, onBack }: ActionProps) {
  const { t } = useTranslation();
  const [failed, setFailed] = useState("");
  const waits = loan.state === "offered";
  const decides = waits && office && !unsent; // of what the office has not heard there is nothing to decide
  const at = (doing: Promise<unknown>) =>
    void doing.then(refresh, (error: unknown) => {
      setFailed(failureText(codeOf(error), t));
      refresh();
    });
  return (
    <>
      {failed ? <p className="goods-failed">{t("goods.failed", { why: failed })}</p> : null}
      <div className="goods-actions">
        {decides ? (
          <button type="button" className="goods-go" onClick={onTake} data-testid={`take-${loan.id}`}>
            {t("goods.take")}
          </button>
        ) : null}
        {decides ? (
          <button type="button" className="goods-quiet" onClick={() => at(declineLoan(loan.id, loan.version))}>
            {t("goods.decline")}
          </button>
        ) : null}
        {waits && acts && !office ? (
          <button
            type="button"
            className="goods-quiet"
            onClick={() => void report("loan.withdrawn", { loan: loan.id }).then(() => onSaid(t("goods.withdraw")))}
          >
            {t("goods.withdraw")}
          </button>
        ) : null}
        {loan.state === "taken" && acts ? (
          <button type="button" className="goods-go" onClick={onBack} data-testid={`back-${loan.id}`}>
            {t("goods.giveBack")}
          </button>
        ) : null}
      </div>
    </>
  );
}
