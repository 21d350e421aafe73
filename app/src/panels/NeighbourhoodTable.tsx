/** Every neighbourhood with its due time, the earliest first. */
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { hourMinute, instant } from "../shared/format";
import { useBoard } from "../state/current";
import { pick } from "../state/selection";

export function NeighbourhoodTable() {
  const { t } = useTranslation();
  const rows = useBoard((board) => board.neighbourhoods);
  const zone = useBoard((board) => board.time_zone);
  const sorted = useMemo(
    () =>
      [...rows.values()]
        .filter((row) => !row.walled)
        .sort((a, b) => (instant(a.due_at) ?? Infinity) - (instant(b.due_at) ?? Infinity)),
    [rows],
  );
  return (
    <section className="block">
      <table className="list">
        <caption>{t("plan.table")}</caption>
        <thead>
          <tr>
            <th scope="col">{t("detail.neighbourhood")}</th>
            <th scope="col" className="right">
              {t("plan.openings")}
            </th>
            <th scope="col" className="right">
              {t("plan.due")}
            </th>
          </tr>
        </thead>
        <tbody>
          {sorted.map((row) => {
            const due = instant(row.due_at);
            return (
              <tr key={row.id}>
                <td>
                  <button
                    type="button"
                    className="row-button"
                    onClick={() => pick({ kind: "neighbourhood", id: row.id })}
                  >
                    <i className={`ring-sample ${row.ring}`} aria-hidden="true" /> {row.name}
                  </button>
                </td>
                <td className="right">
                  {row.done}/{row.openings}
                </td>
                <td className="right">{due === null ? "–" : hourMinute(due, zone)}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </section>
  );
}
