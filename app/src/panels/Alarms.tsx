/** What is stuck, worst first. */
import { Button } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { alarmKey } from "../shared/alarmWords";
import { useBoard } from "../state/current";
import { AlarmItem } from "./AlarmItem";

const SHOWN = 6;

export function Alarms() {
  const { t } = useTranslation();
  const alarms = useBoard((board) => board.pulse.alarms);
  const planned = useBoard((board) => board.plan != null);
  const [all, setAll] = useState(false);
  const shown = all ? alarms : alarms.slice(0, SHOWN);
  return (
    <section className="block alarm-block" aria-label={t("alarms.title")}>
      <h2>
        {t("alarms.title")}{" "}
        <span className={alarms.length > 0 ? "count" : "count none"} data-testid="alarm-count">
          {alarms.length}
        </span>
      </h2>
      {alarms.length === 0 ? <p className="empty">{planned ? t("alarms.none") : t("alarms.noneYet")}</p> : null}
      <ul className="alarms">
        {shown.map((alarm, at) => (
          <AlarmItem
            key={alarmKey(alarm)}
            alarm={alarm}
            again={shown.slice(0, at).some((worse) => worse.solved_by === alarm.solved_by)}
          />
        ))}
      </ul>
      {alarms.length > SHOWN ? (
        <Button type="link" size="small" onClick={() => setAll(!all)}>
          {all ? t("alarms.less") : t("alarms.more", { count: alarms.length - SHOWN })}
        </Button>
      ) : null}
    </section>
  );
}
