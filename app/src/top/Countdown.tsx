/** How long until the deadline, or since it. */
import { useTranslation } from "react-i18next";
import { hourMinute, span } from "../shared/format";
import { useNow } from "../state/clock";
import { useBoard } from "../state/current";

export function Countdown() {
  const { t } = useTranslation();
  const night = useBoard((board) => board.night);
  const zone = useBoard((board) => board.time_zone);
  const now = useNow();
  if (!night) return null;
  const starts = Date.parse(night.starts_at);
  const deadline = Date.parse(night.deadline_at);
  const at = hourMinute(deadline, zone);
  if (now < starts) return <Figure value={span(starts - now, t)} label={t("top.starts")} />;
  if (now > deadline) return <Figure value={span(now - deadline, t)} label={t("top.over", { at })} bad />;
  return <Figure value={span(deadline - now, t)} label={t("top.left", { at })} />;
}

function Figure({ value, label, bad = false }: { value: string; label: string; bad?: boolean }) {
  return (
    <div className={bad ? "figure bad" : "figure"} data-testid="countdown">
      <b>{value}</b>
      <small>{label}</small>
    </div>
  );
}
