/** What the survey found, and the weak plank before anything is planned. */
import { useTranslation } from "react-i18next";
import { FaultBoundary } from "../faults/FaultBoundary";
import { fetched } from "../faults/fetched";
import { useBoard } from "../state/current";
import { isPast } from "../state/past";
import { useWeakPlank } from "./useWeakPlank";
import { WeakPlankList } from "./WeakPlankList";

const SurveyTools = fetched(async () => (await import("../editing/SurveyTools")).default);

/** What edits the survey; nothing of that in the past. */
function Tools() {
  if (isPast()) return null;
  return (
    <FaultBoundary part="tools">
      <SurveyTools />
    </FaultBoundary>
  );
}

function Plank() {
  const { t } = useTranslation();
  const { plank, failed } = useWeakPlank();
  if (plank) return <WeakPlankList plank={plank} />;
  return <p className="empty">{failed ? t("survey.failed") : t("survey.loading")}</p>;
}

export function SurveyPanel() {
  const { t } = useTranslation();
  const neighbourhoods = useBoard((board) => [...board.neighbourhoods.values()].filter((row) => !row.walled).length);
  const openings = useBoard((board) => board.openings.size);
  const crews = useBoard((board) => board.crews.size);
  const suppliers = useBoard((board) => board.suppliers.size);
  if (neighbourhoods === 0) {
    return (
      <>
        <section className="block nothing">
          <h2>{t("survey.none")}</h2>
          <p>{t("survey.noneHelp")}</p>
        </section>
        <Tools />
      </>
    );
  }
  return (
    <>
      <section className="block" data-testid="weak-plank">
        <h2>{t("survey.title")}</h2>
        <p className="soft">{t("survey.counts", { neighbourhoods, openings, crews, suppliers })}</p>
        <Plank />
      </section>
      <Tools />
    </>
  );
}
