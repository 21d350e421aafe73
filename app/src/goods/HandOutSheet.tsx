/** Handing out: to whom, what, how much, and who signs for it by a tap. */
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { report } from "../phone/current";
import type { YardView } from "./calls";
import type { GoodsNow } from "./fold";
import { Field, figure, Pick, Sheet, words } from "./Sheet";
import { amountText, goodName } from "./words";

interface Props {
  now: GoodsNow;
  yard: YardView;
  /** The crew and amount the plan expects; "" and 0 where somebody comes unexpected. */
  crew: string;
  amount: number;
  onClose: () => void;
  onSaid: (what: string) => void;
}

const MOST_NAMES = 3;

/** Who can sign by a tap: the crew by its name, and whoever signed for it before. */
function signers(yard: YardView, crew: string, name: string): string[] {
  const before = yard.hand_outs.filter((row) => row.crew === crew).map((row) => row.signed_by);
  return [...new Set([name, ...before])].filter(Boolean).slice(0, MOST_NAMES);
}

export function HandOutSheet({ now, yard, onClose, onSaid, ...expected }: Props) {
  const { t } = useTranslation();
  const { crews, goods } = now.view;
  const [crew, setCrew] = useState(expected.crew || (crews[0]?.id ?? ""));
  const [good, setGood] = useState<string>(goods[0] ?? "net");
  const [signed, setSigned] = useState("");
  const name = crews.find((one) => one.id === crew)?.name ?? crew;
  const left = yard.stock.find((line) => line.good === good)?.left ?? null;
  const save = async (form: FormData) => {
    const amount = figure(form, "amount");
    await report("goods.handed_out", {
      supplier: yard.id,
      crew,
      good,
      amount,
      signed_by: signed || words(form, "signed"),
    });
    onSaid(`${name} ${amountText(good, amount, t)}`);
  };
  const choose = (of: string) => {
    setCrew(of);
    setSigned(""); // somebody else's hand
  };
  return (
    <Sheet title={t("goods.handOut")} onClose={onClose} onSave={save} waits={!signed}>
      <Pick
        label={t("goods.field.crew")}
        name="crew"
        options={crews.map((one) => [one.id, one.name])}
        value={crew}
        onPick={choose}
      />
      <div className="goods-pair">
        <Pick
          label={t("goods.field.good")}
          name="good"
          options={goods.map((one) => [one, goodName(one, t)])}
          value={good}
          onPick={setGood}
        />
        <Field
          label={t("goods.field.amount")}
          name="amount"
          type="number"
          value={expected.amount || ""}
          required
          hint={left === null ? "" : t("goods.field.stockNow", { left: amountText(good, left, t) })}
        />
      </div>
      <fieldset className="goods-sign">
        <legend>{t("goods.signTap")}</legend>
        {signers(yard, crew, name).map((one) => (
          <button key={one} type="button" aria-pressed={signed === one} onClick={() => setSigned(one)}>
            {signed === one ? "✓ " : ""}
            {one}
          </button>
        ))}
        <Field label={t("goods.signOther")} name="signed" onType={setSigned} />
      </fieldset>
    </Sheet>
  );
}
