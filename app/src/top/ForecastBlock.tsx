/** Will we make it: likely finish, nine-in-ten finish, chance by the deadline. */
import { useTranslation } from "react-i18next";
import type { NightForecast, NightRow } from "../api/types";
import { hourMinute, percent } from "../shared/format";
import { useBoard } from "../state/current";

function tone(chance: number): string {
  if (chance >= 0.8) return "good";
  return chance >= 0.4 ? "fair" : "bad";
}

/** No chance though what is planned would be in time: something has nobody, and only a new plan helps. */
function stuck(forecast: NightForecast, night: NightRow): boolean {
  return forecast.chance_by_deadline < 0.005 && Date.parse(forecast.p90_at) < Date.parse(night.deadline_at);
}

/** A chance that leaves blocked openings out says so: nobody knows when they are settled. */
function captionOf(forecast: NightForecast, night: NightRow) {
  if (stuck(forecast, night)) return "top.stuck";
  return forecast.blocked > 0 ? "top.chanceBut" : "top.chance";
}

export function ForecastBlock() {
  const { t } = useTranslation();
  const forecast = useBoard((board) => board.pulse.forecast);
  const night = useBoard((board) => board.night);
  const zone = useBoard((board) => board.time_zone);
  if (!forecast)
    return (
      <div className="figure wide-only">
        <small>{t("top.noForecast")}</small>
      </div>
    );
  const at = night ? hourMinute(Date.parse(night.deadline_at), zone) : "";
  return (
    <>
      <div className="figure">
        <b data-testid="forecast-p50">{hourMinute(Date.parse(forecast.p50_at), zone)}</b>
        <small>{t("top.p50")}</small>
      </div>
      <div className="figure wide-only">
        <b data-testid="forecast-p90">{hourMinute(Date.parse(forecast.p90_at), zone)}</b>
        <small>{t("top.p90")}</small>
      </div>
      {night ? (
        <div className={`figure chance ${tone(forecast.chance_by_deadline)}`}>
          <b data-testid="forecast-chance">{percent(forecast.chance_by_deadline)}</b>
          <small>{t(captionOf(forecast, night), { at, blocked: forecast.blocked })}</small>
        </div>
      ) : null}
    </>
  );
}
