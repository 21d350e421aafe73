/** Says that a part of the page has failed, and what can be done; of plain elements, whatever else may be broken. */
import { useTranslation } from "react-i18next";
import "./faults.css";
import { NotFetched } from "./fetched";
import { PART_NAMES, type PartName } from "./names";

/** What was thrown, in one line to pass on. */
function wordsOf(thrown: unknown): string {
  return thrown instanceof Error ? `${thrown.name}: ${thrown.message}` : String(thrown);
}

interface Props {
  part: PartName;
  thrown: unknown;
  again: () => void;
  close?: (() => void) | undefined;
}

export function FaultCard({ part, thrown, again, close }: Props) {
  const { t } = useTranslation();
  const rest = part === "page" ? t("faults.whole") : t("faults.rest");
  return (
    <section className={close ? "fault over" : "fault"} role="alert" data-testid={`fault-${part}`}>
      <h2>{t("faults.title", { part: t(PART_NAMES[part]) })}</h2>
      <p>{thrown instanceof NotFetched ? t("faults.fetch") : rest}</p>
      <p className="acts">
        <button type="button" onClick={again} data-testid="fault-again">
          {t("faults.again")}
        </button>
        <button type="button" onClick={() => window.location.reload()} data-testid="fault-reload">
          {t("faults.reload")}
        </button>
        {close ? (
          <button type="button" onClick={close} data-testid="fault-close">
            {t("faults.close")}
          </button>
        ) : null}
      </p>
      <code>{wordsOf(thrown)}</code>
    </section>
  );
}
