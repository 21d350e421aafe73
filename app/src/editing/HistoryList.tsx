/** Edits with their authors and ages, each to be undone or put in force again. */
import { Button } from "antd";
import { useTranslation } from "react-i18next";
import { age, instant } from "../shared/format";
import { useNow } from "../state/clock";
import { boardStore } from "../state/current";
import { turn } from "./acting";
import { editPlaces, editSubject, editText, idleWords } from "./editWords";
import { Failed } from "./Failed";
import { editsOf, type History, useHistory } from "./history";
import { useRights } from "./may";
import { lookAt } from "./session";
import type { EditView } from "./types";
import { useAct } from "./useAct";

function Item({ view }: { view: EditView }) {
  const { t } = useTranslation();
  const now = useNow(20_000);
  const { edit: mayEdit } = useRights();
  const { busy, failure, run } = useAct();
  const board = boardStore.get();
  const undoneAt = instant(view.undone_at);
  const places = board ? editPlaces(view.edit, board) : [];
  const subject = board ? editSubject(view.edit, board) : "";
  return (
    <li className={view.stands ? "edit-line" : "edit-line undone"} data-testid="edit-line">
      <button type="button" className="row-button" disabled={places.length === 0} onClick={() => lookAt(places)}>
        <b>{editText(view.edit, t)}</b> {subject}
      </button>
      <small className="soft">
        {t("edit.history.by", { by: view.by, age: age(Date.parse(view.at), now, t) })}
        {view.stands || undoneAt === null
          ? null
          : ` · ${t("edit.history.undoneBy", { by: view.undone_by, age: age(undoneAt, now, t) })}`}
      </small>
      {view.problem && view.stands ? (
        <small className="note">{t("edit.history.idle", { why: idleWords(view.problem, t) })}</small>
      ) : null}
      {mayEdit ? (
        <Button size="small" loading={busy} onClick={() => run(() => turn(view))}>
          {view.stands ? t("edit.history.undo") : t("edit.history.redo")}
        </Button>
      ) : null}
      <Failed why={failure} />
    </li>
  );
}

function shownEdits(history: History, neighbourhood: string | undefined): readonly EditView[] {
  return neighbourhood === undefined ? history.edits : editsOf(neighbourhood);
}

/** Of one neighbourhood, or of the whole map. */
export function HistoryList({ neighbourhood }: { neighbourhood?: string }) {
  const { t } = useTranslation();
  const history = useHistory();
  const shown = shownEdits(history, neighbourhood);
  if (history.state === "failed") return <p className="empty">{t("edit.history.failed")}</p>;
  if (shown.length === 0) return <p className="empty">{t("edit.history.none")}</p>;
  return (
    <ol className="edit-lines">
      {shown.map((view) => (
        <Item key={view.id} view={view} />
      ))}
    </ol>
  );
}
