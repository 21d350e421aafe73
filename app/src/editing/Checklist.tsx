/** What the map cannot prove, in walking order: each leads to its place, and can be settled there and then. */
import { Button } from "antd";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { metres } from "../shared/format";
import { openingLabel } from "../shared/labels";
import { useBoard } from "../state/current";
import { useStore } from "../state/store";
import { record } from "./acting";
import { beginDraft } from "./drawing";
import { Failed } from "./Failed";
import { checklistStore, dropChecklist, loadChecklist } from "./lists";
import { editRefusal } from "./refusals";
import { change, editingStore, lookAt } from "./session";
import type { DoubtView } from "./types";
import { useAct } from "./useAct";

const KINDS = [
  "near-miss",
  "crossing-without-node",
  "opening-if-edge-moves",
  "wall-unmapped",
  "door-unknown",
  "width-unknown",
  "old-data",
] as const;

function useDoubtWords(doubt: DoubtView): string {
  const { t } = useTranslation();
  const board = useBoard((held) => held);
  const kind = KINDS.find((known) => known === doubt.kind);
  return t(`edit.check.${kind ?? "other"}`, { name: doubt.opening ? openingLabel(board, doubt.opening) : "" });
}

function Settle({ doubt }: { doubt: DoubtView }) {
  const { t } = useTranslation();
  const { busy, failure, run } = useAct();
  const opening = doubt.opening ?? null;
  const seen = useBoard((board) => board.openings.get(opening ?? "")?.confirmed ?? false);
  if (seen) return <small className="good">✓ {t("edit.check.confirmed")}</small>;
  if (opening === null) {
    return (
      <span className="act-row">
        <Button size="small" onClick={() => beginDraft("opening", doubt.place)}>
          {t("edit.tool.opening")}
        </Button>
        <Button size="small" onClick={() => beginDraft("wall", doubt.place)}>
          {t("edit.tool.wall")}
        </Button>
      </span>
    );
  }
  return (
    <span className="act-row">
      <Button size="small" loading={busy} onClick={() => run(() => record({ do: "confirmed", opening }))}>
        {t("edit.check.confirm")}
      </Button>
      <Button size="small" onClick={() => change({ tab: "tools", opening })}>
        {t("edit.opening.setWidth")}
      </Button>
      <Failed why={failure} />
    </span>
  );
}

function Item({ doubt, at }: { doubt: DoubtView; at: number }) {
  const words = useDoubtWords(doubt);
  const picked = useStore(editingStore, (editing) => editing?.check === at);
  return (
    <li className={picked ? "check picked" : "check"} data-testid="check-item">
      <b className="check-number">{at + 1}</b>
      <div>
        <button
          type="button"
          className="row-button"
          onClick={() => {
            change({ check: at });
            lookAt([doubt.place]);
          }}
        >
          {words}
        </button>
        <Settle doubt={doubt} />
      </div>
    </li>
  );
}

export function Checklist({ neighbourhood }: { neighbourhood: string }) {
  const { t } = useTranslation();
  const asked = useStore(checklistStore, (held) => held);
  useEffect(() => {
    void loadChecklist(neighbourhood);
    return dropChecklist;
  }, [neighbourhood]);
  if (!asked || asked.state === "asking") return <p className="empty">{t("edit.check.loading")}</p>;
  if (asked.state === "failed") {
    return (
      <>
        <Failed why={`${t("edit.check.failed")} ${editRefusal(asked.error, t)}`} />
        <Button onClick={() => void loadChecklist(neighbourhood)}>{t("edit.outcome.again")}</Button>
      </>
    );
  }
  const { doubts, walk_m } = asked.found;
  if (doubts.length === 0) return <p className="empty">{t("edit.check.none")}</p>;
  return (
    <>
      <p className="soft">{t("edit.check.lead", { count: doubts.length, metres: metres(walk_m) })}</p>
      <ol className="checks">
        {doubts.map((doubt, at) => (
          <Item key={at} doubt={doubt} at={at} />
        ))}
      </ol>
    </>
  );
}
