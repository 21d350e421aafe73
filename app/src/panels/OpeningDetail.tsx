/** One opening: what it becomes, how far it is, who is at it, since when. */
import { useTranslation } from "react-i18next";
import { ClaimBlock } from "../claims/ClaimBlock";
import { OpeningActions } from "../command/OpeningActions";
import { undoneWhy } from "../shared/undoneWhy";
import type { OpeningRow } from "../api/types";
import { EditButton } from "../editing/EditButton";
import { age, hourMinute, instant, metres } from "../shared/format";
import { crewLabel, neighbourhoodLabel, openingState, shortId } from "../shared/labels";
import { Sign } from "../shared/Sign";
import { openingSign } from "../shared/signs";
import { useNow } from "../state/clock";
import { useBoard } from "../state/current";
import { Facts } from "./Facts";
import { SubjectLink } from "./SubjectLink";
import { TakeDown } from "./TakeDown";

function Warnings({ row }: { row: OpeningRow }) {
  const { t } = useTranslation();
  return (
    <>
      {row.gone ? <p className="note">{t("edit.opening.gone")}</p> : null}
      {row.stands ? <p className="note">{t("edit.opening.stands", { role: t(`role.${row.stands}`) })}</p> : null}
      {row.found_tonight ? <p className="note">{t("detail.foundTonight")}</p> : null}
      {row.flags.map((flag) => (
        <p key={flag.code} className="note bad">
          {t(`flag.${flag.code}`)}
        </p>
      ))}
    </>
  );
}

export function OpeningDetail({ id }: { id: string }) {
  const { t } = useTranslation();
  const now = useNow();
  const board = useBoard((held) => held);
  const row = board.openings.get(id);
  if (!row) return <p className="empty">{t("search.nothing")}</p>;
  const since = instant(row.since);
  const due = instant(row.due_at);
  return (
    <>
      <h2>
        <Sign drawing={openingSign(row.role, row.state)} size={26} />
        {row.name || shortId(row.id, row.neighbourhood)}
      </h2>
      <p className={`state-line ${row.state}`}>
        <b data-testid="detail-state">{openingState(row, t)}</b>
        {since === null ? null : <span className="age">{age(since, now, t)}</span>}
      </p>
      <Warnings row={row} />
      <TakeDown opening={row.id} />
      <Facts
        rows={[
          [t("detail.role"), row.role === "inside" ? null : t(`role.${row.role ?? "none"}`)],
          [
            t("detail.neighbourhood"),
            <SubjectLink key="n" kind="neighbourhood" id={row.neighbourhood}>
              {neighbourhoodLabel(board, row.neighbourhood)}
            </SubjectLink>,
          ],
          [
            t("detail.crew"),
            row.crew ? (
              <SubjectLink key="c" kind="crew" id={row.crew}>
                {crewLabel(board, row.crew)}
              </SubjectLink>
            ) : null,
          ],
          [t("detail.due"), due === null ? null : hourMinute(due, board.time_zone)],
          [t("detail.reason"), row.reason ? t(`reason.${row.reason}`) : null],
          [t("detail.width"), metres(row.width_m)],
          [t("detail.vehicle"), row.vehicle ? t("detail.yes") : t("detail.no")],
          [t("detail.net"), row.net_m ? `${row.net_m} m` : null],
          [t("detail.photo"), row.photo ? t("detail.photoThere") : null],
          [t("detail.note"), row.note],
          [t("detail.undone"), undoneWhy(row, t)],
        ]}
      />
      <ClaimBlock key={row.id} row={row} />
      <OpeningActions row={row} />
      <EditButton neighbourhood={row.neighbourhood} opening={row.id} />
    </>
  );
}
