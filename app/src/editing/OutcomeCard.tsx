/** What the last edit changes: the difference with its decision, a refusal with its leaks, or that it is on its way. */
import { Button } from "antd";
import { useTranslation } from "react-i18next";
import { neighbourhoodLabel, openingLabel } from "../shared/labels";
import { useBoard } from "../state/current";
import { useStore } from "../state/store";
import { adopt, keepOld, lastStanding, planAgain, turn } from "./acting";
import { DifferenceTable } from "./DifferenceTable";
import { Failed } from "./Failed";
import { FindingList } from "./FindingList";
import { useHistory } from "./history";
import { useRights } from "./may";
import { editRefusal } from "./refusals";
import { lookAt, outcomeStore } from "./session";
import { changePlace, changeWords, placedFindings } from "./shapes";
import type { ClosureView } from "./types";
import { useAct } from "./useAct";

function UndoEdit({ neighbourhood }: { neighbourhood: string }) {
  const { t } = useTranslation();
  const { busy, failure, run } = useAct();
  useHistory();
  const last = lastStanding(neighbourhood);
  if (!last) return null;
  return (
    <>
      <Button loading={busy} onClick={() => run(() => turn(last))} data-testid="undo-edit">
        {t("edit.outcome.undo")}
      </Button>
      <Failed why={failure} />
    </>
  );
}

function Changes({ closure }: { closure: ClosureView }) {
  const { t } = useTranslation();
  const board = useBoard((held) => held);
  if (closure.changes.length === 0) return null;
  return (
    <details className="changed-openings" open={closure.changes.length <= 4}>
      <summary>
        {t("edit.outcome.changes")} ({closure.changes.length})
      </summary>
      <ul>
        {closure.changes.map((change) => {
          const place = changePlace(closure, change, board);
          const name = board.openings.has(change.opening) ? openingLabel(board, change.opening) : change.name;
          return (
            <li key={change.opening}>
              <button type="button" className="row-button" disabled={!place} onClick={() => place && lookAt([place])}>
                {name || t("edit.outcome.newOpening")}
              </button>{" "}
              <small>{changeWords(change, t)}</small>
            </li>
          );
        })}
      </ul>
    </details>
  );
}

function Refused({ closure, neighbourhood }: { closure: ClosureView; neighbourhood: string }) {
  const { t } = useTranslation();
  return (
    <section className="block outcome refused" role="alert" data-testid="refused">
      <h3>
        <i className="alarm-sign grave" aria-hidden="true" /> {t("edit.refused.title")}
      </h3>
      <p>{t("edit.refused.lead")}</p>
      <FindingList placed={placedFindings(closure.findings, closure.leaks)} />
      <p className="soft">{t("edit.refused.next")}</p>
      <div className="act-row">
        <UndoEdit neighbourhood={neighbourhood} />
        <Button onClick={keepOld}>{t("edit.outcome.keep")}</Button>
      </div>
    </section>
  );
}

function Planned({ closure, neighbourhood }: { closure: ClosureView; neighbourhood: string }) {
  const { t, i18n } = useTranslation();
  const { adopt: mayAdopt } = useRights();
  const { busy, failure, run } = useAct();
  const board = useBoard((held) => held);
  const others = closure.neighbourhoods.filter((id) => id !== neighbourhood);
  return (
    <section className="block outcome" data-testid="difference">
      <h3>{t("edit.outcome.title")}</h3>
      {closure.changes.length === 0 ? <p className="soft">{t("edit.outcome.nothing")}</p> : null}
      <DifferenceTable before={closure.before} after={closure.after} />
      {others.length > 0 ? (
        <p className="note">
          {t("edit.outcome.joint", { names: others.map((id) => neighbourhoodLabel(board, id)).join(", ") })}
        </p>
      ) : null}
      {closure.unkept.map((lost) => (
        <p className="note" key={lost.code + lost.concerns} data-testid="unkept">
          {i18n.language === "zh" ? lost.zh : lost.en}
        </p>
      ))}
      <Changes closure={closure} />
      <small className="soft">{t("edit.outcome.key")}</small>
      <Failed why={failure} />
      <div className="act-row">
        <Button
          type={closure.changes.length > 0 ? "primary" : "default"}
          loading={busy}
          disabled={!mayAdopt}
          onClick={() => run(() => adopt(closure))}
          data-testid="adopt-closure"
        >
          {t("edit.outcome.adopt")}
        </Button>
        <Button onClick={keepOld} data-testid="keep-old">
          {t("edit.outcome.keep")}
        </Button>
        <UndoEdit neighbourhood={neighbourhood} />
      </div>
      {mayAdopt ? null : <small className="soft">{t("edit.outcome.onlyOffice")}</small>}
    </section>
  );
}

export function OutcomeCard({ neighbourhood }: { neighbourhood: string }) {
  const { t } = useTranslation();
  const outcome = useStore(outcomeStore, (held) => held);
  if (outcome?.neighbourhood !== neighbourhood) return null;
  if (outcome.kind === "planning") {
    return (
      <section className="block outcome" aria-busy="true">
        <p className="soft">{t("edit.outcome.planning")}</p>
      </section>
    );
  }
  if (outcome.kind === "failed") {
    return (
      <section className="block outcome">
        <h3>{t("edit.outcome.failed")}</h3>
        <Failed why={editRefusal(outcome.error, t)} />
        <div className="act-row">
          <Button onClick={() => void planAgain(neighbourhood)}>{t("edit.outcome.again")}</Button>
          <UndoEdit neighbourhood={neighbourhood} />
        </div>
      </section>
    );
  }
  const { closure } = outcome;
  return closure.adoptable ? (
    <Planned closure={closure} neighbourhood={neighbourhood} />
  ) : (
    <Refused closure={closure} neighbourhood={neighbourhood} />
  );
}
