/** At the top: whose phone, and how it stands with the server. */
import { useTranslation } from "react-i18next";
import { speak } from "../../i18n/setup";
import { usePhone } from "../../phone/current";
import { StandingLine } from "../../phone/screens/Standing";

export function Top({ onOpen }: { onOpen: () => void }) {
  const { t, i18n } = useTranslation("field");
  const card = usePhone((phone) => phone.kept?.card, undefined);
  const shownAt = usePhone((phone) => phone.kept?.fetchedAt ?? null, null);
  return (
    <header className="top">
      <div className="top-crew">
        <h1>{card?.crew?.name ?? t("title")}</h1>
        {card?.exercise && <span className="exercise">{t("exercise")}</span>}
        <button type="button" className="language" onClick={() => speak(i18n.language === "zh" ? "en" : "zh")}>
          {t("language")}
        </button>
      </div>
      <StandingLine shownAt={shownAt} onOpen={onOpen} />
    </header>
  );
}
