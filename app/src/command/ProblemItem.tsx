/** One problem: where, what, in whose words, on whose table, and the clock of its answer. */
import { Button, Input } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { ProblemRow } from "../api/types";
import { age, hourMinute, instant, span } from "../shared/format";
import { crewLabel, neighbourhoodLabel, openingLabel, supplierLabel } from "../shared/labels";
import type { Board } from "../state/board";
import { useNow } from "../state/clock";
import { useBoard } from "../state/current";
import { pick, type Subject } from "../state/selection";
import { report } from "./calls";
import { openDialog } from "./dialogs";
import { Refusal } from "./Refusal";
import { useCommandRights } from "./rights";
import { useDoing } from "./useDoing";

/** Where a problem is, as a thing on the map. */
function subjectOf(row: ProblemRow): Subject | null {
  if (row.opening) return { kind: "opening", id: row.opening };
  if (row.crew) return { kind: "crew", id: row.crew };
  if (row.supplier) return { kind: "supplier", id: row.supplier };
  return row.neighbourhood ? { kind: "neighbourhood", id: row.neighbourhood } : null;
}

export function problemPlace(row: ProblemRow, board: Board): string {
  return (
    openingLabel(board, row.opening) ||
    neighbourhoodLabel(board, row.neighbourhood) ||
    crewLabel(board, row.crew) ||
    supplierLabel(board, row.supplier)
  );
}

function DueClock({ row }: { row: ProblemRow }) {
  const { t } = useTranslation();
  const now = useNow();
  const zone = useBoard((board) => board.time_zone);
  const due = instant(row.due_at);
  if (due === null)
    return <span className="badge">{t(`command.problems.${row.state === "waiting" ? "answered" : row.state}`)}</span>;
  return now > due ? (
    <span className="badge bad">{t("command.problems.overdue", { span: span(now - due, t) })}</span>
  ) : (
    <span className="badge">{t("command.problems.due", { at: hourMinute(due, zone) })}</span>
  );
}

function AnswerForm({ row, onDone }: { row: ProblemRow; onDone: () => void }) {
  const { t } = useTranslation();
  const now = useNow();
  const [words, setWords] = useState("");
  const { busy, refusal, run } = useDoing();
  return (
    <form
      className="inline-form"
      onSubmit={(event) => {
        event.preventDefault();
        run(() => report("problem.answered", { problem: row.id, words }, now), onDone);
      }}
    >
      <Input
        size="small"
        autoFocus
        value={words}
        onChange={(event) => setWords(event.target.value)}
        aria-label={t("command.problems.words")}
        placeholder={t("command.problems.words")}
      />
      <Button size="small" type="primary" htmlType="submit" loading={busy} disabled={!words.trim()}>
        {t("command.problems.send")}
      </Button>
      <Refusal why={refusal} />
    </form>
  );
}

function Actions({ row, answering, onAnswer }: { row: ProblemRow; answering: boolean; onAnswer: () => void }) {
  const { t } = useTranslation();
  const now = useNow();
  const { command } = useCommandRights();
  const { busy, refusal, run } = useDoing();
  return (
    <>
      <div className="actions">
        {command ? (
          <Button
            size="small"
            type="primary"
            onClick={() => openDialog({ kind: "decide", problem: row.id })}
            data-testid="decide"
          >
            {t("command.problems.decide")}
          </Button>
        ) : null}
        {answering ? null : (
          <Button size="small" onClick={onAnswer}>
            {t("command.problems.answer")}
          </Button>
        )}
        {row.level === "lead" ? (
          <Button
            size="small"
            loading={busy}
            onClick={() => run(() => report("problem.passed_on", { problem: row.id }, now))}
            data-testid="pass-on"
          >
            {t("command.problems.passOn")}
          </Button>
        ) : null}
        <Button size="small" type="text" onClick={() => run(() => report("problem.closed", { problem: row.id }, now))}>
          {t("command.problems.close")}
        </Button>
      </div>
      <Refusal why={refusal} />
    </>
  );
}

export function ProblemItem({ row }: { row: ProblemRow }) {
  const { t } = useTranslation();
  const now = useNow();
  const board = useBoard((held) => held);
  const { lead } = useCommandRights();
  const [answering, setAnswering] = useState(false);
  const last = row.said.at(-1);
  const open = row.state === "waiting" || row.state === "answered";
  return (
    <li className={`problem ${row.state} ${row.reason}`} data-testid={`problem-${row.id}`} data-state={row.state}>
      <div className="problem-head">
        <button type="button" className="row-button" onClick={() => pick(subjectOf(row))}>
          <b>{problemPlace(row, board) || row.by}</b> {t(`command.reason.${row.reason}`)}
        </button>
        <DueClock row={row} />
      </div>
      {row.words ? <p className="words">{row.words}</p> : null}
      <p className="problem-foot">
        <span>
          {t(`command.problems.said.${last?.what ?? "raised"}`, { by: last?.by ?? row.by })}
          <span className="age">{age(Date.parse(row.since), now, t)}</span>
        </span>
        <span className="badge plain">{t(`command.problems.${row.level}`)}</span>
      </p>
      {lead && open ? <Actions row={row} answering={answering} onAnswer={() => setAnswering(true)} /> : null}
      {answering ? <AnswerForm row={row} onDone={() => setAnswering(false)} /> : null}
    </li>
  );
}
