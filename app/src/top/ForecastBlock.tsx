/** Will we make it: likely finish, nine-in-ten finish, chance by the deadline. */
import { useTranslation } from "react-i18next";
import { hourMinute, percent } from "../shared/format";
import { useBoard } from "../state/current";

function tone(chance: number): string {
  if (chance >= 0.8) return "good";
  return chance >= 0.4 ? "fair" : "bad";
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
          <small>{t("top.chance", { at: hourMinute(Date.parse(night.deadline_at), zone) })}</small>
        </div>
      ) : null}
    </>
  );
}
