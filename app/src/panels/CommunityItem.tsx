/** One community: its name, its bar, and whether its neighbourhoods are shown below. */
import { useTranslation } from "react-i18next";
import type { CommunityRow } from "../api/types";
import { hourMinute, instant } from "../shared/format";
import { useBoard } from "../state/current";

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
    <button
      type="button"
      className="community"
      aria-expanded={open}
      onClick={onToggle}
      data-testid={`community-${row.id}`}
      title={[
        t("communities.bar", { done: row.done, total: row.openings }),
        due === null || finished ? "" : t("communities.due", { at: hourMinute(due, zone) }),
      ].join(" ")}
    >
      <span className="community-line">
        <b>{row.name}</b>
        <span className={finished ? "good" : undefined}>
          {t("communities.closed", { closed: row.neighbourhoods_closed, total: row.neighbourhoods })}
        </span>
      </span>
      <span className="bar">
        <i className="done" style={{ width: of(row.done) }} />
        <i className="blocked" style={{ width: of(row.blocked) }} />
      </span>
    </button>
  );
}
