/** What hands and goods are worth tonight: weighed on the server when asked, told with its moment and its luck. */
import { Button, Modal } from "antd";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { age, hourMinute, instant } from "../../shared/format";
import { useNow } from "../../state/clock";
import { useBoard } from "../../state/current";
import { closeDialog } from "../dialogs";
import { Refusal } from "../Refusal";
import { useDoing } from "../useDoing";
import { beginWeighing, lookAtWorth, stopWeighing, type WorthReport, type WorthView } from "./calls";
import { clockSpan, countSpan, inOrder, question, verdict } from "./figures";
import "./worth.css";

const LOOK_EVERY_MS = 1500;

function Running({ view }: { view: WorthView }) {
  const { t } = useTranslation();
  const board = useBoard((held) => held);
  return (
    <div className="worth-running" role="status" data-testid="worth-running">
      <progress max={1} value={view.share} aria-label={t("worth.running")} />
      <span>{question({ kind: view.doing, about: view.about }, board, t)}</span>
    </div>
  );
}

function Figures({ report, start }: { report: WorthReport; start: number }) {
  const { t } = useTranslation();
  const board = useBoard((held) => held);
  const zone = board.time_zone;
  return (
    <table className="worth-table" data-testid="worth-table">
      <thead>
        <tr>
          <th scope="col">{t("worth.column.what")}</th>
          <th scope="col">{t("worth.column.finish")}</th>
          <th scope="col">{t("worth.column.undone")}</th>
          <th scope="col">{t("worth.column.does")}</th>
        </tr>
      </thead>
      <tbody>
        <tr className="worth-base">
          <th scope="row">{t("worth.kind.one_board")}</th>
          <td>{clockSpan(report.one_board.finish_s, start, zone)}</td>
          <td>{countSpan(report.one_board.undone)}</td>
          <td />
        </tr>
        {inOrder(report.weighed).map((line) => {
          const does = verdict(line, t);
          return (
            <tr key={`${line.kind} ${line.about}`}>
              <th scope="row">{question(line, board, t)}</th>
              <td>{clockSpan(line.night.finish_s, start, zone)}</td>
              <td>{countSpan(line.night.undone)}</td>
              <td className={does.tone}>{does.text}</td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

function Uneven({ report, start }: { report: WorthReport; start: number }) {
  const { t } = useTranslation();
  const zone = useBoard((held) => held.time_zone);
  if (report.uneven.length === 0) return null;
  return (
    <details className="worth-uneven">
      <summary>{t("worth.uneven.title")}</summary>
      <p className="soft">{t("worth.uneven.help")}</p>
      <table className="worth-table">
        <thead>
          <tr>
            <th scope="col">{t("worth.uneven.share")}</th>
            <th scope="col">{t("worth.column.finish")}</th>
            <th scope="col">{t("worth.column.undone")}</th>
            <th scope="col">{t("worth.uneven.unequal")}</th>
          </tr>
        </thead>
        <tbody>
          {report.uneven.map((point) => (
            <tr key={point.share}>
              <th scope="row">{Math.round(point.share * 100)} %</th>
              <td>{clockSpan(point.night.finish_s, start, zone)}</td>
              <td className={point.night.undone.low > 0 ? "bad" : undefined}>{countSpan(point.night.undone)}</td>
              <td>{point.unequal == null ? t("worth.uneven.none") : point.unequal.toFixed(2)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </details>
  );
}

/** When the figures are from, and whether the plan has changed since. */
function Moment({ view }: { view: WorthView }) {
  const { t } = useTranslation();
  const now = useNow();
  const version = useBoard((board) => board.plan?.version ?? 0);
  const zone = useBoard((board) => board.time_zone);
  const at = instant(view.report_as_of);
  if (at === null) return null;
  const old = version !== view.report_plan_version;
  return (
    <p className={old ? "worth-moment bad" : "worth-moment soft"} data-testid="worth-moment">
      {t("worth.asOf", { at: hourMinute(at, zone), age: age(at, now, t), version: view.report_plan_version })}
      {old ? ` · ${t("worth.planChanged", { version })}` : ""}
    </p>
  );
}

/** What the last weighing found. */
function Found({ view }: { view: WorthView }) {
  const { t } = useTranslation();
  const { report } = view;
  const start = instant(view.starts_at);
  if (!report || start === null) return null;
  return (
    <>
      <Moment view={view} />
      <div className="worth-scroll" tabIndex={0} role="region" aria-label={t("worth.title")}>
        <Figures report={report} start={start} />
        <Uneven report={report} start={start} />
      </div>
      <p className="soft">
        {t("worth.luck", { seconds: report.seconds, seeds: report.seeds, luck: Math.round(report.luck_s / 60) })}
        {report.homeless ? ` ${t("worth.homeless", { count: report.homeless })}` : ""}
      </p>
    </>
  );
}

/** The view, looked at again while something is being weighed. */
function useWorth(): [WorthView | null, (view: WorthView) => void] {
  const [view, setView] = useState<WorthView | null>(null);
  const running = view?.state === "running";
  useEffect(() => {
    let gone = false;
    const look = () =>
      lookAtWorth().then(
        (seen) => (gone ? undefined : setView(seen)),
        () => undefined, // no line just now: the next look will tell
      );
    void look();
    const again = running ? setInterval(() => void look(), LOOK_EVERY_MS) : undefined;
    return () => {
      gone = true;
      clearInterval(again);
    };
  }, [running]);
  return [view, setView];
}

export default function WorthDialog() {
  const { t } = useTranslation();
  const planned = useBoard((board) => board.plan !== null);
  const [view, setView] = useWorth();
  const { busy, refusal, run } = useDoing();
  const running = view?.state === "running";
  const begin = () => run(async () => setView(await beginWeighing()));
  const stop = () => run(async () => setView(await stopWeighing()));
  return (
    <Modal
      open
      width="min(860px, 96vw)"
      onCancel={closeDialog}
      title={t("worth.title")}
      footer={
        running ? (
          <Button loading={busy} onClick={stop} data-testid="worth-stop">
            {t("worth.stop")}
          </Button>
        ) : (
          <Button type="primary" loading={busy} disabled={!planned} onClick={begin} data-testid="worth-begin">
            {view?.report ? t("worth.again") : t("worth.begin")}
          </Button>
        )
      }
    >
      <div className="worth" data-testid="worth" data-state={view?.state ?? "unseen"}>
        <p className="soft">{t("worth.help")}</p>
        {running ? <Running view={view} /> : null}
        {view?.state === "failed" ? <Refusal why={t("worth.failed")} /> : null}
        <Refusal why={refusal} />
        {view ? <Found view={view} /> : null}
      </div>
    </Modal>
  );
}
