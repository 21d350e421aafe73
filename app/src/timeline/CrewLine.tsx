/** One crew's row: its name, then its steps as bars with the trips between them as a thin line. */
import { memo } from "react";
import { useTranslation } from "react-i18next";
import type { CrewRow } from "../api/types";
import { type Drag, dragStore } from "../command/dragging";
import { numbersOf } from "../shared/labels";
import { Sign } from "../shared/Sign";
import { crewSign } from "../shared/signs";
import { boardStore } from "../state/current";
import { pick, usePicked } from "../state/selection";
import { useStore } from "../state/store";
import { ClaimMarks } from "./ClaimMarks";
import type { ClaimMark } from "./claimMarks";
import { StepBar } from "./StepBar";
import type { Tip } from "./StepTip";
import { at } from "./scale";

/** How a row looks while an opening is dragged over it. */
function dropTone(drag: Drag | null, crew: string): string {
  if (drag?.over !== crew) return "";
  return drag.failed || drag.told?.refused ? " drop-no" : " drop-yes";
}

interface CrewLineProps {
  crew: CrewRow;
  from: number;
  to: number;
  claims: readonly ClaimMark[];
  onTip: (tip: Tip | null) => void;
}

export const CrewLine = memo(function CrewLine({ crew, from, to, claims, onTip }: CrewLineProps) {
  const { t } = useTranslation();
  const picked = usePicked("crew", crew.id);
  const board = boardStore.get();
  const steps = crew.steps;
  const scale = { from, to };
  const kept = steps.filter((step) => step.state !== "dropped");
  const start = kept[0] ? at(scale, Date.parse(kept[0].starts_at)) : 0;
  const end = kept.at(-1) ? at(scale, Date.parse(kept.at(-1)?.ends_at ?? "")) : 0;
  const target = useStore(dragStore, (drag) => dropTone(drag, crew.id));
  const number = board ? numbersOf(board).get(crew.id) : "";
  return (
    <div className={`crew-line ${crew.state}${picked ? " picked" : ""}${target}`} data-crew={crew.id}>
      <button
        type="button"
        className="crew-name"
        onClick={() => pick({ kind: "crew", id: crew.id })}
        aria-label={t("timeline.crewRow", {
          crew: `${number} ${crew.name}`,
          state: t(`crewState.${crew.state}`),
          done: steps.filter((step) => step.state === "done").length,
          total: steps.length,
        })}
      >
        <Sign drawing={crewSign(crew.state)} size={16} />
        <b>{number}</b> <span>{crew.name}</span>
      </button>
      <div className="lane">
        <i className="trip" style={{ left: `${start}%`, width: `${Math.max(0, end - start)}%` }} />
        {steps.map((step, index) => (
          <StepBar key={`${step.at}-${index}`} step={step} crew={crew.id} scale={scale} onTip={onTip} />
        ))}
        <ClaimMarks marks={claims} scale={scale} onTip={onTip} />
      </div>
    </div>
  );
});
