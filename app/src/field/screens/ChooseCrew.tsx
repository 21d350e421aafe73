/** Whose phone is this? Asked once, of those whose account does not say. */
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { line, loop, store } from "../../phone/current";
import { Dialog } from "../../phone/parts/Dialog";
import type { CrewChoice, FieldCard } from "../../phone/types";

export function ChooseCrew({ choices, onDone }: { choices: readonly CrewChoice[]; onDone?: () => void }) {
  const { t } = useTranslation("field");
  const [text, setText] = useState("");
  const wanted = text.trim().toLowerCase();
  const shown = choices.filter((crew) => `${crew.id} ${crew.name} ${crew.lender}`.toLowerCase().includes(wanted));
  const choose = async (crew: string) => {
    await store.put("crew", crew);
    void loop.now();
    onDone?.();
  };
  return (
    <section className="choose">
      <h2>{t("choose.title")}</h2>
      {choices.length > 8 && (
        <label className="words">
          {t("choose.search")}
          <input type="search" value={text} onChange={(event) => setText(event.target.value)} />
        </label>
      )}
      {shown.length === 0 && <p className="hint">{t("choose.none")}</p>}
      <ul className="rows">
        {shown.map((crew) => (
          <li key={crew.id} className="row">
            <button type="button" onClick={() => void choose(crew.id)} data-testid={`crew-${crew.id}`}>
              <span className="row-text">
                <b>{crew.name}</b>
                <small>{crew.lender}</small>
              </span>
              <span className="row-end">{crew.id}</span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** Another crew than before; the old card stays until the new one is there. */
export function ChangeCrew({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation("field");
  const [choices, setChoices] = useState<readonly CrewChoice[] | null>(null);
  const [failed, setFailed] = useState(false);
  useEffect(() => {
    line("GET", "/api/field/card?choose=true")
      .then((answer) => (answer.status === 200 ? setChoices((answer.body as FieldCard).choices) : setFailed(true)))
      .catch(() => setFailed(true));
  }, []);
  return (
    <Dialog title={t("choose.change")} onClose={onClose}>
      {failed && <p className="warning">{t("sync.noSignal")}</p>}
      {choices && <ChooseCrew choices={choices} onDone={onClose} />}
    </Dialog>
  );
}
