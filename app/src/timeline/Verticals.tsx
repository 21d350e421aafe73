/** Lines through all rows: hours, forecast, deadline, now. */
import { useTranslation } from "react-i18next";
import { dragStore } from "../command/dragging";
import { finishShift } from "../command/words";
import { instant } from "../shared/format";
import { useNow } from "../state/clock";
import { useBoard } from "../state/current";
import { useStore } from "../state/store";
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
      <WhatIfLine scale={scale} />
    </div>
  );
}

/** Where the finish would lie if what is dragged were let go now. */
function WhatIfLine({ scale }: { scale: Scale }) {
  const finish = useStore(dragStore, (drag) => drag?.told?.finish_after_at ?? null);
  const later = useStore(dragStore, (drag) => (drag?.told ? (finishShift(drag.told) ?? 0) > 0 : false));
  const when = instant(finish);
  if (when === null) return null;
  return (
    <i
      className={later ? "what-if-line later" : "what-if-line"}
      style={{ left: `${at(scale, when)}%` }}
      data-testid="what-if-line"
    />
  );
}
