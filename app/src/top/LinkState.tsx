/** Whether the line is up, and how old what we show is. */
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { age, hourMinute } from "../shared/format";
import { useBoard } from "../state/current";
import { linkStore } from "../state/link";
import { useStore } from "../state/store";

export function LinkState() {
  const { t } = useTranslation();
  const link = useStore(linkStore, (held) => held);
  const [wallNow, setWallNow] = useState(Date.now);
  useEffect(() => {
    const timer = setInterval(() => setWallNow(Date.now()), 1000);
    return () => clearInterval(timer);
  }, []);
  const offline = link.state === "offline";
  const position = useBoard((board) => board.position);
  const saidAt = useBoard((board) => board.pulse.clock.now);
  const zone = useBoard((board) => board.time_zone);
  return (
    <span
      className={`line ${link.state}`}
      role="status"
      title={offline ? t("link.offlineHelp") : t("link.liveHelp", { age: age(link.heardAt, wallNow, t) })}
      data-testid="link"
      data-state={link.state}
    >
      <i aria-hidden="true" />
      {offline
        ? t("link.offline", { at: hourMinute(Date.parse(saidAt), zone) })
        : t(link.state === "live" ? "link.live" : "link.connecting")}
      <small data-testid="position" title={t("link.position")}>
        #{position}
      </small>
    </span>
  );
}
