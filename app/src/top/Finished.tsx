/** All rings closed: since when, and how long before (or after) the deadline. */
import { useTranslation } from "react-i18next";
import { hourMinute, span } from "../shared/format";
import { useBoard } from "../state/current";

export function Finished({ at }: { at: number }) {
  const { t } = useTranslation();
  const night = useBoard((board) => board.night);
  const zone = useBoard((board) => board.time_zone);
  const early = night ? Date.parse(night.deadline_at) - at : 0;
  return (
    <>
      <div className="figure chance good" data-testid="finished">
        <b>{hourMinute(at, zone)}</b>
        <small>{t("top.finished")}</small>
      </div>
      {night ? (
        <div className="figure">
          <b>{span(Math.abs(early), t)}</b>
          <small>{early >= 0 ? t("top.early") : t("top.late")}</small>
        </div>
      ) : null}
    </>
  );
}
