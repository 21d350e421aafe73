/** Lines through all rows: hours, forecast, deadline, now. */
import { useTranslation } from "react-i18next";
import { instant } from "../shared/format";
import { useNow } from "../state/clock";
import { useBoard } from "../state/current";
import { Fan } from "./Fan";
import { at, hours, type Scale } from "./scale";

function NowLine({ scale }: { scale: Scale }) {
  const { t } = useTranslation();
  const x = at(scale, useNow(500));
  if (x < 0 || x > 100) return null;
  return <i className="now-line" style={{ left: `${x}%` }} title={t("timeline.now")} />;
}

export function Verticals({ scale }: { scale: Scale }) {
  const { t } = useTranslation();
  const deadline = useBoard((board) => instant(board.night?.deadline_at));
  return (
    <div className="verticals" aria-hidden="true">
      {hours(scale).map((hour) => (
        <i key={hour} className="hour-line" style={{ left: `${at(scale, hour)}%` }} />
      ))}
      <Fan scale={scale} />
      {deadline === null ? null : (
        <i className="deadline-line" style={{ left: `${at(scale, deadline)}%` }} title={t("timeline.deadline")} />
      )}
      <NowLine scale={scale} />
    </div>
  );
}
