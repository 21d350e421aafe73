/** One alarm: what is stuck, for how long, the next move and who can make it. */
import { Button } from "antd";
import { useTranslation } from "react-i18next";
import type { Alarm } from "../api/types";
import { openDialog } from "../command/dialogs";
import { keep } from "../command/dragging";
import { DoIt, Effects } from "../command/MoveItem";
import { useCommandRights } from "../command/rights";
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
  const { t } = useTranslation();
  const { command, lead } = useCommandRights();
  const problem = alarm.problem ?? null;
  const opening = alarm.opening ?? null;
  if (problem && command && alarm.move === "decide")
    return (
      <Button
        type="primary"
        size="small"
        onClick={() => openDialog({ kind: "decide", problem })}
        data-testid="alarm-decide"
      >
        {t("command.problems.decide")}
      </Button>
    );
  if (alarm.move === "unlock" && opening && lead)
    return (
      <Button size="small" onClick={() => void keep(opening, null)}>
        {t("command.drag.unlock")}
      </Button>
    );
  if (phone)
    return (
      <a className="move" href={`tel:${phone}`}>
        {text}
      </a>
    );
  if (alarm.move === "replan" && command) return <ReplanButton />;
  return <span className="move">{text}</span>;
}

export function AlarmItem({ alarm }: { alarm: Alarm }) {
  const { t } = useTranslation();
  const now = useNow();
  const board = useBoard((held) => held);
  const picked = useIsPicked(alarm);
  const since = instant(alarm.since);
  const move = alarm.solved_by ? board.pulse.moves.find((one) => one.id === alarm.solved_by) : undefined;
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
          {move ? <DoIt move={move.id} /> : null}
          {move ? <Effects move={move} /> : null}
        </p>
      </div>
    </li>
  );
}
