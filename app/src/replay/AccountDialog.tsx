/** The account of the night: plan against fact in a few figures, by lender, and the whole as files. */
import "./replay.css";
import { Button, Modal } from "antd";
import type { TFunction } from "i18next";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { refusalText } from "../dialogs/refusalWords";
import { hourMinute, instant } from "../shared/format";
import { useBoard } from "../state/current";
import { type Figures, figuresOf } from "./account";
import { accountFile, type Afterwards, fetchAfterwards } from "./calls";

const FILES = [
  ["zh", "pdf", "中文 PDF"],
  ["zh", "xlsx", "中文 XLSX"],
  ["en", "pdf", "English PDF"],
  ["en", "xlsx", "English XLSX"],
] as const;

type Asked = { told: Afterwards } | { error: unknown } | null;

function minutes(late: number | null, t: TFunction): string {
  if (late === null) return "–";
  const whole = Math.round(late);
  if (whole === 0) return t("replay.account.inTime");
  return t(whole > 0 ? "replay.account.later" : "replay.account.earlier", { minutes: Math.abs(whole) });
}

function rowsOf(told: Afterwards, figures: Figures, zone: string | undefined, t: TFunction): [string, string][] {
  const at = (iso: string | null) => {
    const when = instant(iso);
    return when === null ? "–" : hourMinute(when, zone);
  };
  const { totals } = told;
  const of = (part: number, all: number) => t("replay.account.of", { part, all });
  return [
    [t("replay.account.closed"), of(totals.neighbourhoods_closed, totals.neighbourhoods)],
    [t("replay.account.openings"), of(figures.done, figures.openings)],
    [t("replay.account.asPlanned"), of(figures.inTime, figures.done)],
    [t("replay.account.median"), minutes(figures.medianLateMin, t)],
    [t("replay.account.firstFinish"), at(told.first_finish_at)],
    [
      t("replay.account.finish"),
      figures.finishLateMin === null
        ? t("replay.account.notYet")
        : `${at(told.finish_at)} · ${minutes(figures.finishLateMin, t)}`,
    ],
    [t("replay.account.plans"), String(told.plans)],
    [t("replay.account.net"), t("replay.account.netOf", { m: totals.net_m_standing, all: totals.net_m_planned })],
    [
      t("replay.account.blocked"),
      t("replay.account.blockedFor", { count: figures.blockedTimes, minutes: Math.round(figures.blockedMin) }),
    ],
    [
      t("replay.account.problems"),
      t("replay.account.stillOpen", { count: figures.problems, open: figures.problemsOpen }),
    ],
    [
      t("replay.account.decisions"),
      t("replay.account.carried", { done: figures.decisionsDone, all: figures.decisions }),
    ],
    [t("replay.account.lost"), String(figures.crewsLost)],
  ];
}

function Lenders({ told }: { told: Afterwards }) {
  const { t } = useTranslation();
  if (told.lenders.length === 0) return null;
  return (
    <div className="account-scroll" tabIndex={0} role="region" aria-label={t("replay.account.lenders")}>
      <table className="list">
        <caption>{t("replay.account.lenders")}</caption>
        <thead>
          <tr>
            <th scope="col">{t("replay.account.lender")}</th>
            <th scope="col" className="right">
              {t("replay.account.crews")}
            </th>
            <th scope="col" className="right">
              {t("replay.account.jobs")}
            </th>
            <th scope="col" className="right">
              {t("replay.account.netM")}
            </th>
            <th scope="col" className="right">
              {t("replay.account.hours")}
            </th>
          </tr>
        </thead>
        <tbody>
          {told.lenders.map((row) => (
            <tr key={row.id}>
              <th scope="row">{row.name || row.id}</th>
              <td className="right">{row.crews}</td>
              <td className="right">{row.jobs_done}</td>
              <td className="right">{row.net_m}</td>
              <td className="right">{row.people_h.toFixed(1)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Told({ told }: { told: Afterwards }) {
  const { t } = useTranslation();
  const zone = useBoard((board) => board.time_zone);
  if (told.plans === 0) return <p className="empty">{t("replay.account.noPlan")}</p>;
  return (
    <>
      <dl className="account-figures" data-testid="account-figures">
        {rowsOf(told, figuresOf(told), zone, t).map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <Lenders told={told} />
    </>
  );
}

export function AccountDialog({ close }: { close: () => void }) {
  const { t } = useTranslation();
  const [asked, setAsked] = useState<Asked>(null);
  const [tries, setTries] = useState(0);
  useEffect(() => {
    let gone = false;
    fetchAfterwards().then(
      (told) => {
        if (!gone) setAsked({ told });
      },
      (error: unknown) => {
        if (!gone) setAsked({ error });
      },
    );
    return () => {
      gone = true;
    };
  }, [tries]);
  return (
    <Modal open width="min(720px, 96vw)" onCancel={close} footer={null} title={t("replay.account.title")}>
      <p className="soft">{t("replay.account.lead")}</p>
      <p className="account-files">
        <span>{t("replay.account.files")}</span>
        {FILES.map(([language, form, name]) => (
          <a
            key={name}
            className="link"
            lang={language}
            href={accountFile(form, language)}
            target={form === "pdf" ? "_blank" : undefined}
            rel="noreferrer"
            data-testid={`account-${form}-${language}`}
          >
            {name}
          </a>
        ))}
      </p>
      {asked === null ? (
        <p className="empty" role="status">
          {t("replay.account.loading")}
        </p>
      ) : null}
      {asked && "told" in asked ? <Told told={asked.told} /> : null}
      {asked && "error" in asked ? (
        <p className="refusal" role="alert">
          {refusalText(asked.error, t)}{" "}
          <Button size="small" onClick={() => setTries(tries + 1)}>
            {t("replay.again")}
          </Button>
        </p>
      ) : null}
    </Modal>
  );
}

export default AccountDialog;
