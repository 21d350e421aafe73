/** One community: its bar, and its neighbourhoods when open. */
import { useTranslation } from "react-i18next";
import type { CommunityRow } from "../api/types";
import { hourMinute, instant } from "../shared/format";
import { useBoard } from "../state/current";
import { NeighbourhoodChips } from "./NeighbourhoodChips";

interface CommunityProps {
  row: CommunityRow;
  open: boolean;
  onToggle: () => void;
}

export function CommunityItem({ row, open, onToggle }: CommunityProps) {
  const { t } = useTranslation();
  const zone = useBoard((board) => board.time_zone);
  const due = instant(row.due_at);
  const of = (count: number) => `${row.openings > 0 ? (count / row.openings) * 100 : 0}%`;
  const finished = row.neighbourhoods > 0 && row.neighbourhoods === row.neighbourhoods_closed;
  return (
    <li data-testid={`community-${row.id}`}>
      <button type="button" className="community" aria-expanded={open} onClick={onToggle}>
        <span className="community-name">{row.name}</span>
        <span className="bar" role="img" aria-label={t("communities.bar", { done: row.done, total: row.openings })}>
          <i className="done" style={{ width: of(row.done) }} />
          <i className="blocked" style={{ width: of(row.blocked) }} />
        </span>
        <span className="community-count">{row.done}/{row.openings}</span>
        <span className={finished ? "community-closed all" : "community-closed"}>{t("communities.closed", { closed: row.neighbourhoods_closed, total: row.neighbourhoods })}</span>
        <span className="community-due">{due === null || finished ? "" : hourMinute(due, zone)}</span>
      </button>
      {open ? <NeighbourhoodChips community={row.id} /> : null}
    </li>
  );
}
