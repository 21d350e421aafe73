/** The buttons: one large one that goes on with the job, and three for when it does not. */
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { report } from "../../phone/current";
import { placeNow } from "../here";
import type { StepNow } from "../night/fold";
import { Icon } from "../../phone/parts/Icon";
import { REASON_SIGNS } from "../parts/reasonSigns";

export type Sheet = "done" | "loaded" | "blocked" | "found" | "help" | "map" | "list" | "outbox" | "enrol" | "crew";

interface Props {
  step: StepNow | null;
  crew: string;
  onSheet: (sheet: Sheet) => void;
  onSaid: (what: string) => void;
}

type Label = "set_out" | "start" | "done" | "loaded" | "again";

/** The next thing to say of a step. */
function nextSaying({ stage, step }: StepNow): Label {
  if (stage === "to_come") return "set_out";
  if (step.do === "load") return "loaded";
  if (stage === "on_the_way") return "start";
  return stage === "under_way" ? "done" : "again";
}

/** A glove that hits the button twice must not say two things. */
const REST_MS = 900;

function MainButton({ step, crew, onSheet, onSaid }: Props & { step: StepNow }) {
  const { t } = useTranslation("field");
  const [resting, setResting] = useState(false);
  const saying = nextSaying(step);
  const press = async () => {
    if (resting) return;
    if (saying === "done" || saying === "loaded") {
      onSheet(saying);
      return;
    }
    setResting(true);
    setTimeout(() => setResting(false), REST_MS);
    const at = step.step.at;
    if (saying === "set_out") await report("crew.set_out", { crew, to: at, ...placeNow() });
    else await report("opening.started", { opening: at, crew, ...placeNow() });
    onSaid(t(`act.${saying}`));
  };
  return (
    <button
      type="button"
      className={`big ${saying}`}
      aria-disabled={resting}
      data-testid="main-button"
      data-saying={saying}
      onClick={() => void press()}
    >
      {t(`act.${saying}`)}
    </button>
  );
}

const OPENING_SIGN = `<g fill="none" stroke="currentColor" stroke-width="2.4" stroke-linecap="round"><path d="M4 24V9h7M28 24V9h-7M4 24h5M28 24h-5"/><path d="M16 8v12M10 14h12"/></g>`;
const HELP_SIGN = `<g fill="none" stroke="currentColor" stroke-width="2.4" stroke-linecap="round" stroke-linejoin="round"><path d="M8 15V8.500a2 2 0 0 1 4 0V14M12 13V6a2 2 0 0 1 4 0v7M16 13V7a2 2 0 0 1 4 0v7M20 14v-3.500a2 2 0 0 1 4 0V19c0 5-3 8-8 8-4 0-6-2-8-6l-3-5c1.500-1.500 3-1 4 .5"/></g>`;

export function Actions({ step, crew, onSheet, onSaid }: Props) {
  const { t } = useTranslation("field");
  const blockable = step?.step.do === "job" && step.stage !== "done";
  return (
    <div className="actions">
      {step && <MainButton step={step} crew={crew} onSheet={onSheet} onSaid={onSaid} />}
      <div className="three">
        <button
          type="button"
          className="small blocked"
          disabled={!blockable}
          onClick={() => onSheet("blocked")}
          data-testid="blocked"
        >
          <Icon drawing={REASON_SIGNS.danger} size={26} />
          {t("act.blocked")}
        </button>
        <button type="button" className="small" onClick={() => onSheet("found")} data-testid="found">
          <Icon drawing={OPENING_SIGN} size={26} />
          {t("act.found")}
        </button>
        <button type="button" className="small" onClick={() => onSheet("help")} data-testid="help">
          <Icon drawing={HELP_SIGN} size={26} />
          {t("act.help")}
        </button>
      </div>
    </div>
  );
}
