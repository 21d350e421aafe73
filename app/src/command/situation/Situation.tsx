/** The situation as tables over the board: stuck and late first, every cell with the age of what it says. */
import { Modal, Segmented } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { hourMinute } from "../../shared/format";
import { useNow } from "../../state/clock";
import { useBoard } from "../../state/current";
import { linkStore } from "../../state/link";
import { pick } from "../../state/selection";
import { useStore } from "../../state/store";
import { closeDialog } from "../dialogs";
import { Age } from "./Age";
import { type Cell, type Column, type Row, sorted, tableOf, type View } from "./tables";

const VIEWS: View[] = ["neighbourhood", "crew", "lender", "goods"];

function CellView({ cell, row, head }: { cell: Cell; row: Row; head: boolean }) {
  const name = (
    <>
      <span className={cell.bad ? "bad" : undefined}>{cell.text}</span>
      <Age source={cell.source} />
    </>
  );
  if (!head) return <td className={cell.right ? "right" : undefined}>{name}</td>;
  return (
    <th scope="row">
      <button
        type="button"
        className="row-button"
        onClick={() => {
          pick(row.subject);
          closeDialog();
        }}
      >
        {name}
      </button>
    </th>
  );
}

function Heads({
  columns,
  by,
  down,
  onSort,
}: {
  columns: Column[];
  by: Column | null;
  down: boolean;
  onSort: (column: Column) => void;
}) {
  const { t } = useTranslation();
  return (
    <tr>
      {columns.map((column) => (
        <th
          key={column}
          scope="col"
          aria-sort={by === column ? (down ? "descending" : "ascending") : "none"}
          className={column === "name" || column === "state" || column === "doing" || column === "lasts" ? "" : "right"}
        >
          <button
            type="button"
            className="row-button"
            onClick={() => onSort(column)}
            title={t("command.situation.sort", { column: t(`command.situation.column.${column}`) })}
          >
            {t(`command.situation.column.${column}`)}
            {by === column ? (down ? " ↓" : " ↑") : ""}
          </button>
        </th>
      ))}
    </tr>
  );
}

export default function Situation() {
  const { t } = useTranslation();
  const now = useNow(2000);
  const board = useBoard((held) => held);
  const offline = useStore(linkStore, (link) => link.state === "offline");
  const [view, setView] = useState<View>("neighbourhood");
  const [by, setBy] = useState<Column | null>(null);
  const [down, setDown] = useState(true);
  const table = tableOf(view, board, now, t);
  const rows = sorted(table.rows, by, down);

  function sort(column: Column): void {
    if (by !== column) {
      setBy(column);
      setDown(true);
    } else if (down) setDown(false);
    else setBy(null);
  }

  return (
    <Modal
      open
      width="min(1180px, 96vw)"
      className="situation-modal"
      onCancel={closeDialog}
      footer={null}
      title={t("command.situation.title")}
    >
      <div className={offline ? "situation offline" : "situation"} data-testid="situation" data-offline={offline}>
        <Segmented<View>
          value={view}
          onChange={(next) => {
            setView(next);
            setBy(null);
          }}
          options={VIEWS.map((name) => ({ value: name, label: t(`command.situation.by.${name}`) }))}
        />
        <span className="age">{t("command.situation.rows", { count: rows.length })}</span>
        {offline ? (
          <p className="refusal" role="status">
            {t("command.situation.offline", { at: hourMinute(Date.parse(board.pulse.clock.now), board.time_zone) })}
          </p>
        ) : null}
        <div className="situation-scroll" tabIndex={0} role="region" aria-label={t(`command.situation.by.${view}`)}>
          <table className="situation-table">
            <thead>
              <Heads columns={table.columns} by={by} down={down} onSort={sort} />
            </thead>
            <tbody>
              {rows.map((row) => (
                <tr key={row.id} className={row.worst >= 1e6 ? "worst" : undefined}>
                  {table.columns.map((column) => {
                    const cell = row.cells[column];
                    return cell ? (
                      <CellView key={column} cell={cell} row={row} head={column === "name"} />
                    ) : (
                      <td key={column} />
                    );
                  })}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      </div>
    </Modal>
  );
}
