/** Decisions that wait to be carried out, with who and by when; each is ticked off once. */
import { Button } from "antd";
import { useTranslation } from "react-i18next";
import type { DecisionRow } from "../api/types";
import { hourMinute, span } from "../shared/format";
import { useNow } from "../state/clock";
import { useBoard } from "../state/current";
import { isPast } from "../state/past";
import { report } from "./calls";
import { openDialog } from "./dialogs";
import { problemPlace } from "./ProblemItem";
import { outstanding } from "./problemOrder";
import { Refusal } from "./Refusal";
import { useCommandRights } from "./rights";
import { useDoing } from "./useDoing";

function DecisionItem({ row }: { row: DecisionRow }) {
  const { t } = useTranslation();
  const now = useNow();
  const board = useBoard((held) => held);
  const { busy, refusal, run } = useDoing();
  const about = board.problems.get(row.about);
  const late = now - Date.parse(row.by_at);
  return (
    <li className="decision" data-testid={`decision-${row.id}`}>
      <div className="problem-head">
        <span>
          <b>{t(`command.what.${row.what}`)}</b> {about ? problemPlace(about, board) : ""}
        </span>
        {late > 0 ? <span className="badge bad">{t("command.decisions.overdue", { span: span(late, t) })}</span> : null}
      </div>
      {row.words ? <p className="words">{row.words}</p> : null}
      <p className="problem-foot">
        <span>
          {t("command.decisions.line", {
            who: row.carried_out_by,
            at: hourMinute(Date.parse(row.by_at), board.time_zone),
          })}
          {" · "}
          {t("command.decisions.signed", { by: row.signed_by })}
        </span>
        {isPast() ? null : (
          <Button
            size="small"
            loading={busy}
            onClick={() => run(() => report("decision.carried_out", { decision: row.id }, now))}
            data-testid="carried-out"
          >
            {t("command.decisions.done")}
          </Button>
        )}
      </p>
      <Refusal why={refusal} />
    </li>
  );
}

export function Decisions() {
  const { t } = useTranslation();
  const rows = useBoard((board) => board.decisions);
  const problems = useBoard((board) => board.problems);
  const { command } = useCommandRights();
  const open = outstanding(rows.values(), problems);
  const done = [...rows.values()].filter((row) => row.done_at).length;
  if (rows.size === 0 && !command) return null;
  return (
    <section className="block" aria-label={t("command.decisions.title")} data-testid="decisions">
      <h2>
        {t("command.decisions.title")} <span className="count none">{open.length}</span>
        {command ? (
          <Button className="push" size="small" onClick={() => openDialog({ kind: "decide", problem: null })}>
            {t("command.decide.record")}
          </Button>
        ) : null}
      </h2>
      {open.length === 0 && rows.size > 0 ? <p className="empty">{t("command.decisions.none")}</p> : null}
      <ul className="problems">
        {open.map((row) => (
          <DecisionItem key={row.id} row={row} />
        ))}
      </ul>
      {done > 0 ? <p className="quiet-line">{t("command.decisions.carried", { count: done })}</p> : null}
    </section>
  );
}
