/** The board's clock. */
import { useTranslation } from "react-i18next";
import { hourMinute, hourMinuteSecond } from "../shared/format";
import { useNow } from "../state/clock";
import { useBoard } from "../state/current";

const FAST = 5;

export function Clock() {
  const { t } = useTranslation();
  const zone = useBoard((board) => board.time_zone);
  const rate = useBoard((board) => board.pulse.clock.rate);
  const now = useNow(rate >= FAST ? 250 : 1000);
  return (
    <div className="figure clock">
      <time dateTime={new Date(now).toISOString()} data-testid="clock" aria-label={t("top.clock")}>
        {rate >= FAST ? hourMinute(now, zone) : hourMinuteSecond(now, zone)}
      </time>
      {rate === 1 ? null : <small>{t("top.rate", { rate: Math.round(rate * 10) / 10 })}</small>}
    </div>
  );
}
