/** What changes for whom if the waiting plan is adopted: crew by crew, neighbourhood by neighbourhood. */
import type { TFunction } from "i18next";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import type { ProposalView } from "../../api/types";
import { hourMinute, instant } from "../../shared/format";
import { crewLabel, neighbourhoodLabel, openingLabel, organisationLabel, supplierLabel } from "../../shared/labels";
import type { Board } from "../../state/board";
import { useBoard } from "../../state/current";
import { fetchChanges, type ProposalChanges } from "./calls";
import "./worth.css";

const NAMED = 6;
const SHOWN = 12;

type Crew = ProposalChanges["crews"][number];

function openings(board: Board, ids: readonly string[], t: TFunction): string {
  const names = ids.slice(0, NAMED).map((id) => openingLabel(board, id));
  return names.join(t("worth.changes.and")) + (ids.length > NAMED ? ` … (${ids.length})` : "");
}

function CrewLine({ crew, board }: { crew: Crew; board: Board }) {
  const { t } = useTranslation();
  const at = (iso: string | null | undefined) => {
    const moment = instant(iso);
    return moment === null ? null : hourMinute(moment, board.time_zone);
  };
  const [before, after] = [at(crew.done_before_at), at(crew.done_after_at)];
  const done =
    after === null
      ? t("worth.changes.doneNow")
      : before === null
        ? t("worth.changes.doneFirst", { after })
        : t("worth.changes.done", { before, after });
  return (
    <li>
      <b>{crewLabel(board, crew.crew)}</b> <span className="soft">{done}</span>
      {crew.gets.length ? <small>{t("worth.changes.gets", { openings: openings(board, crew.gets, t) })}</small> : null}
      {crew.gives_up.length ? (
        <small>{t("worth.changes.givesUp", { openings: openings(board, crew.gives_up, t) })}</small>
      ) : null}
    </li>
  );
}

function Closings({ told, board }: { told: ProposalChanges; board: Board }) {
  const { t } = useTranslation();
  if (told.closings.length === 0) return null;
  const at = (iso: string | null | undefined) => {
    const moment = instant(iso);
    return moment === null ? t("worth.changes.open") : hourMinute(moment, board.time_zone);
  };
  return (
    <>
      <h3>{t("worth.changes.closings")}</h3>
      <ul>
        {told.closings.slice(0, SHOWN).map((shift) => (
          <li
            key={shift.neighbourhood}
            className={shift.after_at == null || (shift.before_at ?? "~") < shift.after_at ? "bad" : "good"}
          >
            {t("worth.changes.closing", {
              place: neighbourhoodLabel(board, shift.neighbourhood),
              before: at(shift.before_at),
              after: at(shift.after_at),
            })}
          </li>
        ))}
        {told.closings.length > SHOWN ? (
          <li className="soft">{t("worth.changes.more", { count: told.closings.length - SHOWN })}</li>
        ) : null}
      </ul>
    </>
  );
}

function Orders({ told, board }: { told: ProposalChanges; board: Board }) {
  const { t } = useTranslation();
  if (!told.orders.length) return null;
  return (
    <>
      <h3>{t("worth.changes.orders")}</h3>
      <ul>
        {told.orders.map((order) => (
          <li key={order.order}>
            {t("worth.changes.order", {
              good: t(`goods.good.${order.good}` as "goods.good.net"),
              amount: order.amount,
              seller: board.suppliers.has(order.seller)
                ? supplierLabel(board, order.seller)
                : organisationLabel(board, order.seller),
              yard: supplierLabel(board, order.supplier),
              at: hourMinute(Date.parse(order.due_at), board.time_zone),
            })}
          </li>
        ))}
      </ul>
    </>
  );
}

/** How ways were measured. */
function Ways({ proposal }: { proposal: ProposalView }) {
  const { t } = useTranslation();
  if (!proposal.travel) return null;
  const off = proposal.off_road;
  const words =
    proposal.travel === "straight"
      ? t("worth.changes.straight")
      : off > 0
        ? t("worth.changes.roadOff", { count: off })
        : t("worth.changes.road");
  return <small className="soft">{words}</small>;
}

export function Changes({ proposal }: { proposal: ProposalView }) {
  const { t } = useTranslation();
  const board = useBoard((held) => held);
  const [told, setTold] = useState<ProposalChanges | null>(null);
  useEffect(() => {
    let gone = false;
    fetchChanges().then(
      (changes) => (gone ? undefined : setTold(changes)),
      () => undefined, // without a line the numbers above have to do
    );
    return () => {
      gone = true;
    };
  }, [proposal.id]);
  const current = told?.plan === proposal.id ? told : null;
  return (
    <>
      {current && proposal.kind === "replan" ? (
        <div
          className="for-whom"
          data-testid="for-whom"
          tabIndex={0}
          role="region"
          aria-label={t("worth.changes.title")}
        >
          <h3>{t("worth.changes.title")}</h3>
          {current.crews.length === 0 ? <p className="soft">{t("worth.changes.none")}</p> : null}
          <ul>
            {current.crews.map((crew) => (
              <CrewLine key={crew.crew} crew={crew} board={board} />
            ))}
          </ul>
          {current.left_out.length ? (
            <p className="bad">{t("worth.changes.leftOut", { openings: openings(board, current.left_out, t) })}</p>
          ) : null}
          <Closings told={current} board={board} />
          <Orders told={current} board={board} />
        </div>
      ) : null}
      <Ways proposal={proposal} />
    </>
  );
}
