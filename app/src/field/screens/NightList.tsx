/** The whole night's list: what is done, what is now, what comes; any of it can be taken up. */
import { useTranslation } from "react-i18next";
import { Sign } from "../../shared/Sign";
import { openingSign } from "../../shared/signs";
import type { JobNow, Night, StepNow } from "../night/fold";
import { signOf, stepSign } from "../night/marks";
import { Dialog } from "../../phone/parts/Dialog";
import type { FieldCard } from "../../phone/types";
import { jobName, metres } from "../../phone/words";
import { titleOf } from "../words";
import { FreeJobs } from "./Claims";
import { Due } from "./JobFacts";

interface Props {
  card: FieldCard;
  night: Night;
  present: StepNow | null;
  onChoose: (number: number) => void;
  onClose: () => void;
}

function RowText({ step }: { step: StepNow }) {
  const { t } = useTranslation("field");
  const job = step.job?.job;
  const what = [job?.neighbourhood_name, t(`role.${job ? (job.role ?? "none") : "yard"}`)];
  if (step.step.net_m > 0) what.push(t("job.net", { m: step.step.net_m }));
  return (
    <span className="row-text">
      <b>{titleOf(step, t)}</b>
      <small>{what.filter(Boolean).join(" · ")}</small>
    </span>
  );
}

function Row({ step, present, onChoose }: { step: StepNow; present: boolean; onChoose: () => void }) {
  const { t } = useTranslation("field");
  const stage = step.job?.givenTo ? "elsewhere" : step.stage;
  return (
    <li className={`row ${step.stage}${present ? " present" : ""}`} aria-current={present ? "step" : undefined}>
      <button type="button" onClick={onChoose} data-testid={`row-${step.step.at}`}>
        <Sign drawing={stepSign(step)} size={30} />
        <RowText step={step} />
        <span className="row-end">
          <b>{t(`stage.${stage}`)}</b>
          {step.job?.unsent ? <small>{t("job.unsent")}</small> : <Due step={step} />}
        </span>
      </button>
    </li>
  );
}

function Elsewhere({ jobs }: { jobs: readonly JobNow[] }) {
  const { t } = useTranslation("field");
  if (jobs.length === 0) return null;
  return (
    <>
      <h3>{t("list.elsewhere")}</h3>
      <ul className="rows">
        {jobs.map((job) => (
          <li key={job.job.opening} className="row still">
            <Sign drawing={signOf(job)} size={30} />
            <span className="row-text">
              <b>{jobName(job.job, t)}</b>
              <small>{t("job.lostIt", { name: job.givenTo?.name ?? "" })}</small>
              {job.contradicts && (
                <small className="warn">{t("job.contradicts", { name: job.givenTo?.name ?? "" })}</small>
              )}
            </span>
          </li>
        ))}
      </ul>
    </>
  );
}

export function NightList({ card, night, present, onChoose, onClose }: Props) {
  const { t } = useTranslation("field");
  return (
    <Dialog title={t("list.title")} onClose={onClose}>
      {night.steps.length === 0 && <p className="hint">{t("list.empty")}</p>}
      <ul className="rows">
        {night.steps.map((step) => (
          <Row
            key={step.number}
            step={step}
            present={step.number === present?.number}
            onChoose={() => onChoose(step.number)}
          />
        ))}
      </ul>
      <FreeJobs card={card} />
      <Elsewhere jobs={night.elsewhere} />
      {night.found.length > 0 && (
        <>
          <h3>{t("list.found")}</h3>
          <ul className="rows">
            {night.found.map((found) => (
              <li key={found.opening} className="row still">
                <Sign drawing={openingSign(null, "confirmed")} size={30} />
                <span className="row-text">
                  <b>{t("job.width", { m: metres(found.widthM) })}</b>
                  {found.unsent && <small>{t("job.unsent")}</small>}
                </span>
              </li>
            ))}
          </ul>
        </>
      )}
    </Dialog>
  );
}
