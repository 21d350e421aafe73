/** What the survey found, before anything is planned. */
import { useTranslation } from "react-i18next";
import { useBoard } from "../state/current";

export function SurveyPanel() {
  const { t } = useTranslation();
  const neighbourhoods = useBoard((board) => board.neighbourhoods.size);
  const openings = useBoard((board) => board.openings.size);
  const crews = useBoard((board) => board.crews.size);
  const suppliers = useBoard((board) => board.suppliers.size);
  if (neighbourhoods === 0) {
    return (
      <section className="block nothing">
        <h2>{t("survey.none")}</h2>
        <p>{t("survey.noneHelp")}</p>
      </section>
    );
  }
  return (
    <section className="block">
      <h2>{t("survey.title")}</h2>
      <p className="soft">{t("survey.counts", { neighbourhoods, openings, crews, suppliers })}</p>
    </section>
  );
}
