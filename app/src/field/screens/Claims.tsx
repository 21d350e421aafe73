/** Openings nobody has, for the crew to take; and the way to give back one it took. */
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Sign } from "../../shared/Sign";
import { openingSign } from "../../shared/signs";
import { useStore } from "../../state/store";
import { giveJobBack, type Outcome, takeJob } from "../claims";
import { usePhone } from "../../phone/current";
import { statusStore } from "../../phone/sync/status";
import type { FieldCard, FreeJob, JobCard } from "../../phone/types";
import { clock, jobName, metres } from "../../phone/words";

interface Trying {
  busy: string;
  outcome: Outcome | null;
  run: (opening: string, act: () => Promise<Outcome>) => void;
}

function useTrying(): Trying {
  const [busy, setBusy] = useState("");
  const [outcome, setOutcome] = useState<Outcome | null>(null);
  return {
    busy,
    outcome,
    run: (opening, act) => {
      if (busy) return;
      setBusy(opening);
      setOutcome(null);
      void act()
        .then(setOutcome)
        .finally(() => setBusy(""));
    },
  };
}

const REASONS = ["taken_meanwhile", "wrong_version", "not_free", "not_taken", "locked"] as const;

function OutcomeLine({ outcome }: { outcome: Outcome | null }) {
  const { t } = useTranslation("field");
  const zone = usePhone((phone) => phone.kept?.card.time_zone, undefined);
  if (outcome === null || outcome.kind === "done") return null;
  if (outcome.kind === "no_signal") {
    return (
      <p className="warning" role="alert" data-testid="claim-outcome">
        {t("claims.noSignal")}
      </p>
    );
  }
  const reason = REASONS.find((known) => outcome.code === `job.${known}`) ?? "other";
  const at = outcome.at ? clock(outcome.at, zone) : "";
  return (
    <p className="warning" role="alert" data-testid="claim-outcome">
      {t(`claims.why.${reason}`, { by: outcome.by, at, code: outcome.code })}
    </p>
  );
}

function FreeRow({ job, crew, trying }: { job: FreeJob; crew: string; trying: Trying }) {
  const { t } = useTranslation("field");
  const down = useStore(statusStore, (status) => status.line === "down");
  const name = jobName(job, t);
  return (
    <li className="row still free" data-testid={`free-${job.opening}`}>
      <Sign drawing={openingSign(job.role, "planned")} size={30} />
      <span className="row-text">
        <b>{name}</b>
        <small>
          {[job.neighbourhood_name, t(`role.${job.role}`), t("job.width", { m: metres(job.width_m) })]
            .concat(t("claims.away", { m: job.away_m }))
            .filter(Boolean)
            .join(" · ")}
        </small>
      </span>
      <button
        type="button"
        className="tiny take"
        disabled={down || trying.busy !== ""}
        aria-label={`${t("claims.take")}: ${name}`}
        onClick={() => trying.run(job.opening, () => takeJob(job.opening, crew, job.version))}
        data-testid={`take-${job.opening}`}
      >
        {t(trying.busy === job.opening ? "claims.asking" : "claims.take")}
      </button>
    </li>
  );
}

/** The list of what nobody has; nothing where there is nothing to take. */
export function FreeJobs({ card }: { card: FieldCard }) {
  const { t } = useTranslation("field");
  const trying = useTrying();
  const down = useStore(statusStore, (status) => status.line === "down");
  const free = (card.free as readonly FreeJob[] | undefined) ?? []; // a card kept by an older version has none
  if (free.length === 0 && trying.outcome === null) return null;
  return (
    <section className="free-jobs" data-testid="free-jobs">
      <h3>{t("claims.title")}</h3>
      {down && <p className="hint">{t("claims.noSignal")}</p>}
      <OutcomeLine outcome={trying.outcome} />
      <ul className="rows">
        {free.map((job) => (
          <FreeRow key={job.opening} job={job} crew={card.crew?.id ?? ""} trying={trying} />
        ))}
      </ul>
    </section>
  );
}

/** On the card of a job the crew took by itself. */
export function GiveBack({ job, crew }: { job: JobCard; crew: string }) {
  const { t } = useTranslation("field");
  const trying = useTrying();
  const zone = usePhone((phone) => phone.kept?.card.time_zone, undefined);
  if (!job.taken_until) return null;
  return (
    <div className="given-back" data-testid="taken">
      <p className="hint">{t("claims.until", { at: clock(job.taken_until, zone) })}</p>
      <OutcomeLine outcome={trying.outcome} />
      <button
        type="button"
        className="take"
        disabled={trying.busy !== ""}
        onClick={() => trying.run(job.opening, () => giveJobBack(job.opening, crew, job.claim_version))}
        data-testid="give-back"
      >
        {t("claims.giveBack")}
      </button>
    </div>
  );
}
