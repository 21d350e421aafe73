/** All crews' nights, one row each: done, under way, to come, loading, against now, deadline and forecast. */
import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { useBoard } from "../state/current";
import { useNow } from "../state/clock";
import { AxisRow } from "./AxisRow";
import { type ClaimMark, claimMarks } from "./claimMarks";
import { CrewLine } from "./CrewLine";
import { scaleOf } from "./scale";
import { StepTip, type Tip } from "./StepTip";
import { TimelineKey } from "./TimelineKey";
import { Verticals } from "./Verticals";

function useScale() {
  const night = useBoard((board) => board.night);
  const crews = useBoard((board) => board.crews);
  const p90 = useBoard((board) => board.pulse.forecast?.p90_at);
  return useMemo(() => scaleOf(night, crews, p90), [night, crews, p90]);
}

/** A claim lapses by the clock alone, so time has to be looked at, if not often. */
const LAPSES_EVERY_MS = 15_000;
const NO_CLAIMS: readonly ClaimMark[] = [];

function useClaims(): Map<string, ClaimMark[]> {
  const openings = useBoard((board) => board.openings);
  const now = useNow(LAPSES_EVERY_MS);
  return useMemo(() => claimMarks(openings.values(), now), [openings, now]);
}

export function Timeline() {
  const { t } = useTranslation();
  const crews = useBoard((board) => board.crews);
  const scale = useScale();
  const claims = useClaims();
  const [fit, setFit] = useState(false);
  const [tip, setTip] = useState<Tip | null>(null);
  const working = [...crews.values()].filter((crew) => crew.steps.length > 0 || claims.has(crew.id));
  return (
    <section className="timeline" aria-label={t("timeline.label")} data-fit={fit}>
      <div className="timeline-head">
        <h2>
          {t("timeline.title")} <small>{crews.size}</small>
        </h2>
        <TimelineKey claims={claims.size > 0} />
        <button
          type="button"
          className="quiet"
          aria-pressed={fit}
          onClick={() => setFit(!fit)}
          data-testid="timeline-fit"
        >
          {fit ? t("timeline.rows") : t("timeline.fit")}
        </button>
      </div>
      {scale && working.length > 0 ? (
        <div className="timeline-body" style={{ "--rows": working.length } as React.CSSProperties}>
          <AxisRow scale={scale} />
          <div className="timeline-rows" onMouseLeave={() => setTip(null)}>
            <Verticals scale={scale} />
            {working.map((crew) => (
              <CrewLine
                key={crew.id}
                crew={crew}
                from={scale.from}
                to={scale.to}
                claims={claims.get(crew.id) ?? NO_CLAIMS}
                onTip={setTip}
              />
            ))}
          </div>
        </div>
      ) : (
        <p className="empty">{t("timeline.empty")}</p>
      )}
      {tip ? <StepTip {...tip} /> : null}
    </section>
  );
}
