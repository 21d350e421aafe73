/** One neighbourhood: its ring, and each of its openings. */
import { useTranslation } from "react-i18next";
import type { NeighbourhoodRow } from "../api/types";
import { openDialog } from "../command/dialogs";
import { EditButton } from "../editing/EditButton";
import { hourMinute, instant } from "../shared/format";
import { openingState, organisationLabel, shortId } from "../shared/labels";
import { Sign } from "../shared/Sign";
import { openingSign } from "../shared/signs";
import { AlertSection } from "../messages/AlertSection";
import { useBoard } from "../state/current";
import { isPast } from "../state/past";
import { pick } from "../state/selection";
import { Facts } from "./Facts";

/** What can be told of a neighbourhood a plan closes: to its residents, and to systems of others. */
function PlannedWays({ row }: { row: NeighbourhoodRow }) {
  const { t } = useTranslation();
  const planned = useBoard((board) => board.plan !== null);
  if (!planned || row.walled || isPast()) return null;
  return (
    <>
      <button
        type="button"
        className="link"
        onClick={() => openDialog({ kind: "points", neighbourhood: row.id })}
        data-testid="points-open"
      >
        {t("command.points.open")}
      </button>
      {row.ring === "open" ? null : <AlertSection key={row.id} neighbourhood={row.id} name={row.name} />}
    </>
  );
}

export function NeighbourhoodDetail({ id }: { id: string }) {
  const { t } = useTranslation();
  const board = useBoard((held) => held);
  const row = board.neighbourhoods.get(id);
  if (!row) return <p className="empty">{t("search.nothing")}</p>;
  const ring = row.walled ? "walled" : row.ring;
  const due = instant(row.due_at);
  const closed = instant(row.closed_at);
  const openings = [...board.openings.values()].filter((opening) => opening.neighbourhood === id && !opening.gone);
  return (
    <>
      <h2>
        <i className={`ring-sample ${ring}`} aria-hidden="true" />
        {row.name}
      </h2>
      <p className={`state-line ${ring}`}>
        <b data-testid="detail-state">{t(`ring.${ring}`)}</b>
        {row.walled ? null : <span>{t("detail.openingsDone", { done: row.done, total: row.openings })}</span>}
      </p>
      <Facts
        rows={[
          [t("detail.community"), organisationLabel(board, row.community)],
          [t("detail.households"), row.households == null ? null : String(row.households)],
          [t("detail.due"), due === null || closed !== null ? null : hourMinute(due, board.time_zone)],
          [t("detail.closedAt"), closed === null ? null : hourMinute(closed, board.time_zone)],
        ]}
      />
      <PlannedWays row={row} />
      <EditButton neighbourhood={id} />
      <ul className="detail-list">
        {openings.map((opening) => (
          <li key={opening.id}>
            <button type="button" className="row-button" onClick={() => pick({ kind: "opening", id: opening.id })}>
              <Sign drawing={openingSign(opening.role, opening.state)} />
              <span>{opening.name || shortId(opening.id, id)}</span>
              <small>{openingState(opening, t)}</small>
            </button>
          </li>
        ))}
      </ul>
    </>
  );
}
