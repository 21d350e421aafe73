/** What to do at a place: width, net, tools, with whom, and until when. */
import { useTranslation } from "react-i18next";
import { usePhone } from "../../phone/current";
import type { JobNow, StepNow } from "../night/fold";
import { PlacePhoto } from "../parts/PlacePhoto";
import { clock, metres, type Words } from "../../phone/words";

function Fact({ children, warn = false }: { children: string; warn?: boolean }) {
  return <li className={warn ? "warn" : ""}>{children}</li>;
}

/** A skill in the phone's language where it has a word for it, else as the registry has it. */
function skillName(skill: string, t: Words): string {
  return skill === "weld" ? t("skill.weld") : skill;
}

export function Call({ name, phone, text }: { name: string; phone: string; text?: string }) {
  const { t } = useTranslation("field");
  if (!phone) return <span className="with">{text ?? name}</span>;
  return (
    <a className="call" href={`tel:${phone.replaceAll(" ", "")}`} aria-label={t("call", { name })}>
      <span aria-hidden="true">☎</span>
      <span>{text ?? name}</span>
      <small>{phone}</small>
    </a>
  );
}

function NetFacts({ need, loadM }: { need: number; loadM: number }) {
  const { t } = useTranslation("field");
  if (need <= 0) return null;
  return (
    <>
      <Fact>{t("job.net", { m: need })}</Fact>
      {loadM < need ? (
        <Fact warn>{t("job.short", { m: metres(loadM) })}</Fact>
      ) : (
        <Fact>{t("job.inVan", { m: metres(loadM) })}</Fact>
      )}
    </>
  );
}

export function JobFacts({ job, loadM }: { job: JobNow; loadM: number }) {
  const { t } = useTranslation("field");
  const { job: opening } = job;
  const what = t(`what.${opening.role ?? "none"}`);
  return (
    <>
      <ul className="facts">
        <Fact>{t("job.width", { m: metres(opening.width_m) })}</Fact>
        <NetFacts need={opening.net_m} loadM={loadM} />
        {what && <Fact>{what}</Fact>}
        {opening.skills.length > 0 && (
          <Fact warn>
            {t("job.skills", { skills: opening.skills.map((skill) => skillName(skill, t)).join(" · ") })}
          </Fact>
        )}
      </ul>
      {job.reason && <p className="warning">{`${t("stage.blocked")}: ${t(`reason.${job.reason}`)} ${opening.note}`}</p>}
      {job.givenTo && (
        <p className="warning" role="alert">
          {t("job.lostIt", { name: job.givenTo.name })} {t("job.lostItHelp")}
        </p>
      )}
      {job.contradicts && (
        <p className="warning" role="alert" data-testid="contradiction">
          {t("job.contradicts", { name: job.givenTo?.name ?? opening.done_by.join(" · ") })}
        </p>
      )}
      {opening.partners.map((partner) => (
        <Call
          key={partner.crew}
          name={partner.name}
          phone={partner.phone}
          text={t("job.with", { name: partner.name })}
        />
      ))}
      {opening.photo && <PlacePhoto digest={opening.photo} label={t("job.photo")} />}
    </>
  );
}

export function YardFacts({ step, loadM }: { step: StepNow; loadM: number }) {
  const { t } = useTranslation("field");
  return (
    <>
      <ul className="facts">
        <Fact>{t("job.net", { m: step.step.net_m })}</Fact>
        <Fact>{t("job.inVan", { m: metres(loadM) })}</Fact>
        {step.yard?.stock_m != null && (
          <Fact warn={step.yard.stock_m < step.step.net_m}>{t("load.stock", { m: step.yard.stock_m })}</Fact>
        )}
      </ul>
      {step.yard && <Call name={step.yard.name} phone={step.yard.phone} />}
    </>
  );
}

/** By when the plan has a step done, in the town's time. */
export function Due({ step }: { step: StepNow }) {
  const { t } = useTranslation("field");
  const zone = usePhone((phone) => phone.kept?.card.time_zone, undefined);
  return <span className="due">{t("job.due", { at: clock(step.step.ends_at, zone) })}</span>;
}
