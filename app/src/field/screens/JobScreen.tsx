/** The card: the job at hand - where, what, with whom - and the buttons that report on it. */
import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { Sign } from "../../shared/Sign";
import { usePhone } from "../../phone/current";
import type { Night, StepNow } from "../night/fold";
import { marksOf, placeOf, stepSign } from "../night/marks";
import type { FieldCard, SmallMap } from "../../phone/types";
import { titleOf } from "../words";
import { Actions, type Sheet } from "./Actions";
import { Answers } from "./Answers";
import { GiveBack } from "./Claims";
import { Due, JobFacts, YardFacts } from "./JobFacts";
import { Sheets } from "./Sheets";
import { useCentre } from "./useCentre";
import { WhereBox } from "./WhereBox";

interface Props {
  card: FieldCard;
  night: Night;
  sheet: Sheet | null;
  onSheet: (sheet: Sheet | null) => void;
  onSaid: (what: string) => void;
}

interface StepProps {
  step: StepNow;
  night: Night;
  crew: string;
  onMap: (() => void) | null;
}

function StepCard({ step, night, crew, onMap }: StepProps) {
  const { t } = useTranslation("field");
  const map = usePhone((phone) => phone.kept?.card.map ?? null, null) as SmallMap | null;
  const centre = useCentre();
  const marks = useMemo(() => marksOf(night, step), [night, step]);
  const place = placeOf(step);
  const title = titleOf(step, t);
  return (
    <article className={`job ${step.stage}`} data-testid="job" data-at={step.step.at} data-stage={step.stage}>
      <header className="job-head">
        <Sign drawing={stepSign(step)} size={44} />
        <div>
          <h2>{title}</h2>
          <p>
            {step.job ? `${step.job.job.neighbourhood_name} · ` : ""}
            {t(`role.${step.job ? (step.job.job.role ?? "none") : "yard"}`)}
          </p>
        </div>
        <div className="job-when">
          <b>{t(`stage.${step.stage}`)}</b>
          <Due step={step} />
        </div>
      </header>
      {place && onMap && (
        <WhereBox map={map} centre={centre} place={place} marks={marks} label={title} onOpen={onMap} />
      )}
      {step.job ? <JobFacts job={step.job} loadM={night.loadM} /> : <YardFacts step={step} loadM={night.loadM} />}
      {step.job && !step.job.unsent && <GiveBack key={step.step.at} job={step.job.job} crew={crew} />}
    </article>
  );
}

function NextLine({ night, onList }: { night: Night; onList: () => void }) {
  const { t } = useTranslation("field");
  const done = night.steps.filter((step) => step.stage === "done").length;
  const { next, nextYard } = night;
  return (
    <button type="button" className="next" onClick={onList} data-testid="list">
      <span className="next-text">
        {next && (
          <span>
            {t("job.next")}: <b>{titleOf(next, t)}</b>
          </span>
        )}
        {nextYard && nextYard !== next && (
          <small>
            {t("job.nextYard")}: {titleOf(nextYard, t)}
          </small>
        )}
      </span>
      <span className="next-count">
        {t("act.list")} <b>{`${done}/${night.steps.length}`}</b> <span aria-hidden="true">›</span>
      </span>
    </button>
  );
}

function NothingLeft({ card, night }: { card: FieldCard; night: Night }) {
  const { t } = useTranslation("field");
  const which = card.plan_version === 0 || night.steps.length === 0 ? "noPlan" : "finished";
  return (
    <article className="job nothing" data-testid={which}>
      <h2>{t(`job.${which}`)}</h2>
      <p>{t(`job.${which}Help`)}</p>
    </article>
  );
}

export function JobScreen({ card, night, sheet, onSheet, onSaid }: Props) {
  const [chosen, setChosen] = useState<number | null>(null);
  const step = night.steps.find((one) => one.number === chosen) ?? night.current;
  const said = (what: string) => {
    setChosen(null);
    onSheet(null);
    onSaid(what);
  };
  return (
    <>
      <main className="middle">
        <Answers card={card} night={night} />
        {step ? (
          <StepCard step={step} night={night} crew={card.crew?.id ?? ""} onMap={() => onSheet("map")} />
        ) : (
          <NothingLeft card={card} night={night} />
        )}
        <NextLine night={night} onList={() => onSheet("list")} />
      </main>
      <Actions step={step} crew={card.crew?.id ?? ""} onSheet={onSheet} onSaid={onSaid} />
      <Sheets
        card={card}
        night={night}
        step={step}
        sheet={sheet}
        onClose={() => onSheet(null)}
        onSaid={said}
        onChoose={(number) => {
          setChosen(number);
          onSheet(null);
        }}
      />
    </>
  );
}
