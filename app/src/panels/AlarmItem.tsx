/** One alarm: what is stuck, for how long, the next move and who can make it. */
import { useTranslation } from "react-i18next";
import type { Alarm } from "../api/types";
import { ReplanButton } from "../dialogs/ReplanButton";
import { alarmPhone, alarmSubject, alarmText, moveText } from "../shared/alarmWords";
import { age, instant } from "../shared/format";
import { useNow } from "../state/clock";
import { useBoard } from "../state/current";
import { pick, selectionStore } from "../state/selection";
import { useStore } from "../state/store";

const GRAVE = 75;

function useIsPicked(alarm: Alarm): boolean {
  const own = alarmSubject(alarm);
  return useStore(selectionStore, ({ subject }) => own !== null && subject?.kind === own.kind && subject.id === own.id);
}

function Move({ alarm, text }: { alarm: Alarm; text: string }) {
  const phone = useBoard((board) => alarmPhone(alarm, board));
  if (phone)
    return (
      <a className="move" href={`tel:${phone}`}>
        {text}
      </a>
    );
  if (alarm.move === "replan") return <ReplanButton />;
  return <span className="move">{text}</span>;
}

export function AlarmItem({ alarm }: { alarm: Alarm }) {
  const { t } = useTranslation();
  const now = useNow();
  const board = useBoard((held) => held);
  const picked = useIsPicked(alarm);
  const since = instant(alarm.since);
  return (
    <li className={picked ? "alarm picked" : "alarm"} data-testid={`alarm-${alarm.code}`}>
      <span className={alarm.weight >= GRAVE ? "alarm-sign grave" : "alarm-sign"} aria-hidden="true" />
      <div>
        <button type="button" className="row-button" onClick={() => pick(alarmSubject(alarm))}>
          {alarmText(alarm, board, t)}
          {since === null ? null : <small className="age">{age(since, now, t)}</small>}
        </button>
        <p className="alarm-move">
          <Move alarm={alarm} text={moveText(alarm, board, t)} />
          <small>{t(`who.${alarm.who}`)}</small>
        </p>
      </div>
    </li>
  );
}
