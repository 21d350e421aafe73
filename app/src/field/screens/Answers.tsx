/** What came of the help that was asked for: answers, decisions to carry out. */
import { useTranslation } from "react-i18next";
import { report, usePhone } from "../../phone/current";
import type { JobNow, Night } from "../night/fold";
import type { DecisionRow, FieldCard, ProblemRow } from "../../phone/types";
import { clock, jobName } from "../../phone/words";
import { Call } from "./JobFacts";

function lastAnswer(problem: ProblemRow): string {
  return problem.said.findLast((saying) => saying.what === "answered")?.words ?? "";
}

function Decision({
  decision,
  crew,
  zone,
  ticked,
}: {
  decision: DecisionRow;
  crew: string;
  zone: string;
  ticked: boolean;
}) {
  const { t } = useTranslation("field");
  const mine = decision.crew === crew && !decision.done_at && !ticked;
  return (
    <div className="banner" data-testid="decision">
      <p>
        <b>{t("help.decided", { words: decision.words })}</b>{" "}
        {t("help.by", { at: clock(decision.by_at, zone), who: decision.signed_by })}
      </p>
      {mine && (
        <button type="button" onClick={() => void report("decision.carried_out", { decision: decision.id, words: "" })}>
          {t("help.carriedOut")}
        </button>
      )}
    </div>
  );
}

/** Jobs this crew is at, or on its way to, that another has now: told at once, with whom to call. */
function GivenAway({ jobs }: { jobs: readonly JobNow[] }) {
  const { t } = useTranslation("field");
  const open = jobs.filter((job) => job.contradicts || job.state === "under_way" || job.state === "on_the_way");
  return open.map((job) => (
    <div key={job.job.opening} className="banner bad" role="alert" data-testid="given-away">
      <div>
        <p>
          <b>{jobName(job.job, t)}</b>: {t("job.lostIt", { name: job.givenTo?.name ?? "" })}{" "}
          {job.contradicts ? t("job.contradicts", { name: job.givenTo?.name ?? "" }) : t("job.lostItHelp")}
        </p>
        {job.givenTo?.phone && <Call name={job.givenTo.name} phone={job.givenTo.phone} />}
      </div>
    </div>
  ));
}

export function Answers({ card, night }: { card: FieldCard; night: Night }) {
  const { t } = useTranslation("field");
  const reports = usePhone((phone) => phone.reports, NOTHING);
  const ticked = new Set(reports.filter((r) => r.kind === "decision.carried_out").map((r) => r.body.decision));
  const open = card.decisions.filter((decision) => !decision.done_at);
  const asked = card.problems.filter((problem) => problem.state === "waiting" || problem.state === "answered");
  return (
    <>
      <GivenAway jobs={night.elsewhere} />
      {open.map((one) => (
        <Decision
          key={one.id}
          decision={one}
          crew={card.crew?.id ?? ""}
          zone={card.time_zone}
          ticked={ticked.has(one.id)}
        />
      ))}
      {asked.map((problem) => (
        <div key={problem.id} className="banner" data-testid="problem">
          <p>
            {t("help.answers")}: {t(`reason.${problem.reason}`)} {problem.words} →{" "}
            <b>{lastAnswer(problem) || t("help.waiting")}</b>
          </p>
        </div>
      ))}
    </>
  );
}

const NOTHING: never[] = [];
