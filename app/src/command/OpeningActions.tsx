/** Under an opening's facts: which crew should do it, and whether it stays there. */
import { Button } from "antd";
import { useTranslation } from "react-i18next";
import type { OpeningRow } from "../api/types";
import { useBoard } from "../state/current";
import { openDialog } from "./dialogs";
import { keep } from "./dragging";
import { useCommandRights } from "./rights";

const MOVABLE = new Set(["planned", "given", "on_the_way", "confirmed", "found"]);

export function OpeningActions({ row }: { row: OpeningRow }) {
  const { t } = useTranslation();
  const lock = useBoard((board) => board.locks.get(row.id) ?? null);
  const planned = useBoard((board) => board.plan !== null);
  const { lead } = useCommandRights();
  if (!planned || !lead || row.role === "inside" || !MOVABLE.has(row.state)) return null;
  return (
    <div className="actions" data-testid="opening-actions">
      <Button size="small" onClick={() => openDialog({ kind: "crew", opening: row.id })} data-testid="move-to-crew">
        {t("command.drag.to")}
      </Button>
      {lock ? (
        <Button size="small" onClick={() => void keep(row.id, null)} data-testid="unlock">
          🔒 {t("command.drag.unlock")}
        </Button>
      ) : row.crew ? (
        <Button size="small" type="text" onClick={() => void keep(row.id, row.crew ?? null)} data-testid="lock">
          {t("command.drag.lock")}
        </Button>
      ) : null}
      {lock ? <small className="soft">{t("command.drag.locked", { by: lock.by })}</small> : null}
    </div>
  );
}
