/** What a check found, each with words, its number on the map, and a way to find it there. */
import { useTranslation } from "react-i18next";
import { lookAt } from "./session";
import type { Placed } from "./shapes";

export function FindingList({ placed }: { placed: readonly Placed[] }) {
  const { t, i18n } = useTranslation();
  return (
    <ol className="findings" data-testid="findings">
      {placed.map(({ finding, places }, at) => (
        <li key={at}>
          <i className="alarm-sign grave" aria-hidden="true" />
          <div>
            <p>
              <b>{at + 1}</b> {i18n.language === "zh" ? finding.zh : finding.en}
            </p>
            {places.length > 0 ? (
              <button type="button" className="link" onClick={() => lookAt(places)}>
                {t("edit.refused.find")}
              </button>
            ) : (
              <small className="soft">{t("edit.refused.noPlace")}</small>
            )}
          </div>
        </li>
      ))}
    </ol>
  );
}
