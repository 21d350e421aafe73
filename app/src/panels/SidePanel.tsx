/** The right column: search, the stages as tabs, and what the chosen stage shows. */
import { Segmented } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Phase } from "../api/types";
import { editingStore } from "../editing/session";
import { FaultBoundary } from "../faults/FaultBoundary";
import { fetched } from "../faults/fetched";
import { useBoard } from "../state/current";
import { useStore } from "../state/store";
import { ClosePanel } from "./ClosePanel";
import { PlanPanel } from "./PlanPanel";
import { ProposalBanner } from "./ProposalBanner";
import { Search } from "./Search";
import { SurveyPanel } from "./SurveyPanel";

const PHASES: Phase[] = ["survey", "plan", "close"];

const EditPanel = fetched(async () => (await import("../editing/EditPanel")).default);

function Shown({ phase }: { phase: Phase }) {
  if (phase === "survey") return <SurveyPanel />;
  if (phase === "plan") return <PlanPanel />;
  return <ClosePanel />;
}

/** The stages; while somebody edits, the tools instead. A phone has those under its map. */
export function SidePanel({ narrow = false }: { narrow?: boolean }) {
  const editing = useStore(editingStore, (held) => held !== null);
  if (!editing || narrow) return <Stages narrow={narrow} />;
  return (
    <FaultBoundary part="tools">
      <EditPanel />
    </FaultBoundary>
  );
}

function Stages({ narrow }: { narrow: boolean }) {
  const { t } = useTranslation();
  const phase = useBoard((board) => board.phase);
  const [chosen, setChosen] = useState<Phase | null>(null);
  const [lastPhase, setLastPhase] = useState(phase);
  if (phase !== lastPhase) {
    setLastPhase(phase);
    setChosen(null); // the board went on to the next stage: show that one
  }
  const shown = chosen ?? phase;
  return (
    <div className="panel" data-testid="phase" data-phase={phase}>
      <div className="panel-head">
        <Segmented<Phase>
          block
          value={shown}
          onChange={setChosen}
          aria-label={t("phase.label")}
          options={PHASES.map((name) => ({
            value: name,
            label: (
              <span
                className={name === phase ? "phase-now" : undefined}
                title={name === phase ? t("phase.now") : undefined}
              >
                {t(`phase.${name}`)}
              </span>
            ),
          }))}
        />
        {narrow ? <Search /> : null}
      </div>
      <ProposalBanner />
      <div className={shown === "close" ? "panel-body night" : "panel-body"}>
        <FaultBoundary key={shown} part="panel">
          <Shown phase={shown} />
        </FaultBoundary>
      </div>
    </div>
  );
}
