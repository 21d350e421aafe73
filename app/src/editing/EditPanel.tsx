/** Editing a neighbourhood: its tools, what to check on the spot, its history, and what the last edit changes. */
import { Button, Segmented } from "antd";
import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { boardStore, useBoard } from "../state/current";
import { useStore } from "../state/store";
import { lastStanding, lastUndone, planAgain, recallProposal, turn } from "./acting";
import { Checklist } from "./Checklist";
import { DraftForm } from "./DraftForm";
import type { DrawingTool } from "./draft";
import { beginDraft, beginHole, ringsOf } from "./drawing";
import { Failed } from "./Failed";
import { HistoryList } from "./HistoryList";
import { useHistory } from "./history";
import { OpeningList } from "./OpeningList";
import { OpeningTools } from "./OpeningTools";
import { OutcomeCard } from "./OutcomeCard";
import {
  change,
  type Editing,
  editingStore,
  lookAt,
  outcomeStore,
  saidStore,
  say,
  stopEditing,
  type Tab,
} from "./session";
import { SharingField } from "./SharingField";
import { useAct } from "./useAct";
import { useEditKeys } from "./useEditKeys";
import { WallQuestions } from "./WallQuestion";

const TOOLS = [
  ["boundary", "edit.tool.boundaryHelp"],
  ["hole", "edit.tool.holeHelp"],
  ["wall", "edit.tool.wallHelp"],
  ["opening", "edit.tool.openingHelp"],
  ["noWall", "edit.tool.noWallHelp"],
] as const satisfies readonly (readonly [DrawingTool, string])[];

const TABS: readonly Tab[] = ["tools", "check", "history"];

/** Holes there are, each to be changed or taken out. */
function Holes({ editing }: { editing: Editing }) {
  const { t } = useTranslation();
  useHistory();
  useBoard((board) => board.neighbourhoods);
  const count = ringsOf(editing).length - 1;
  return count > 0 ? (
    <p className="act-row">
      {Array.from({ length: count }, (_, at) => (
        <Button key={at} size="small" onClick={() => beginHole(at + 1)} data-testid={`hole-${at + 1}`}>
          {t("edit.tool.changeHole", { number: at + 1 })}
        </Button>
      ))}
    </p>
  ) : null;
}

function ToolList({ editing }: { editing: Editing }) {
  const { t } = useTranslation();
  return (
    <section className="block">
      <h3>{t("edit.tool.title")}</h3>
      <div className="tools">
        {TOOLS.map(([tool, help]) => (
          <button key={tool} type="button" onClick={() => beginDraft(tool)} data-testid={`tool-${tool}`}>
            <i className={`tool-sign ${tool}`} aria-hidden="true" />
            <b>{t(`edit.tool.${tool}`)}</b>
            <small>{t(help)}</small>
          </button>
        ))}
      </div>
      <Holes editing={editing} />
    </section>
  );
}

function Tools({ editing }: { editing: Editing }) {
  const { t } = useTranslation();
  const row = useBoard((board) => board.openings.get(editing.opening ?? ""));
  const { canPlan } = useHistory();
  if (editing.draft) return <DraftForm draft={editing.draft} form={editing.form} />;
  if (row) return <OpeningTools row={row} />;
  return (
    <>
      <ToolList editing={editing} />
      <OpeningList neighbourhood={editing.neighbourhood} />
      <SharingField neighbourhood={editing.neighbourhood} />
      {canPlan ? (
        <section className="block">
          <Button onClick={() => void planAgain(editing.neighbourhood)} data-testid="plan-again">
            {t("edit.tool.plan")}
          </Button>
        </section>
      ) : null}
    </>
  );
}

function Steps({ neighbourhood }: { neighbourhood: string }) {
  const { t } = useTranslation();
  const { busy, failure, run } = useAct();
  useHistory();
  const undo = lastStanding(neighbourhood);
  const redo = lastUndone(neighbourhood);
  return (
    <>
      <span className="steps">
        <Button size="small" disabled={!undo || busy} onClick={() => undo && run(() => turn(undo))} data-testid="undo">
          ↶ {t("edit.undo")}
        </Button>
        <Button size="small" disabled={!redo || busy} onClick={() => redo && run(() => turn(redo))} data-testid="redo">
          ↷ {t("edit.redo")}
        </Button>
      </span>
      <Failed why={failure} />
    </>
  );
}

function Shown({ editing }: { editing: Editing }) {
  if (editing.tab === "tools") return <Tools editing={editing} />;
  return (
    <section className="block">
      {editing.tab === "check" ? (
        <Checklist neighbourhood={editing.neighbourhood} />
      ) : (
        <HistoryList neighbourhood={editing.neighbourhood} />
      )}
    </section>
  );
}

function Said() {
  const { t } = useTranslation();
  const said = useStore(saidStore, (words) => words);
  return (
    <p className="said" role="status" aria-label={t("edit.said")} data-testid="said">
      {said}
    </p>
  );
}

export default function EditPanel() {
  const { t } = useTranslation();
  const editing = useStore(editingStore, (held) => held);
  const id = editing?.neighbourhood;
  const name = useBoard((board) => board.neighbourhoods.get(id ?? "")?.name ?? id);
  const heading = useRef<HTMLHeadingElement>(null);
  const body = useRef<HTMLDivElement>(null);
  const outcome = useStore(outcomeStore, (held) => held);
  useEditKeys();
  const inHand = editing?.draft?.tool ?? editing?.opening ?? editing?.tab;
  useEffect(() => {
    if (body.current) body.current.scrollTop = 0; // tools begin at the top, and what an edit changes is there
  }, [outcome, inHand]);
  useEffect(() => {
    if (!id) return;
    heading.current?.focus(); // whoever came by keys goes on from here
    lookAt(boardStore.get()?.neighbourhoods.get(id)?.area[0] ?? []);
    void recallProposal(id);
  }, [id]);
  useEffect(() => say(t("edit.say.editing", { name })), [name, t]);
  if (!editing || !id) return null;
  return (
    <div className="edit-panel" data-testid="edit-panel">
      <header>
        <button type="button" className="link" onClick={stopEditing} data-testid="leave-editing">
          ‹ {t("edit.leave")}
        </button>
        <h2 ref={heading} tabIndex={-1}>
          <span className="soft">{t("edit.title")}</span> {name}
        </h2>
        <Steps neighbourhood={id} />
      </header>
      <div ref={body} className="edit-body">
        <WallQuestions neighbourhood={id} />
        <OutcomeCard neighbourhood={id} />
        <Segmented<Tab>
          block
          value={editing.tab}
          onChange={(tab) => change({ tab, draft: null, check: null })}
          aria-label={t("edit.tab.label")}
          options={TABS.map((tab) => ({ value: tab, label: t(`edit.tab.${tab}`) }))}
        />
        <Shown editing={editing} />
      </div>
      <Said />
    </div>
  );
}
