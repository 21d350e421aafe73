/** One alarm: what is stuck, for how long, the next move and who can make it. */
import { Button } from "antd";
import { useTranslation } from "react-i18next";
import type { Alarm } from "../api/types";
import { openDialog } from "../command/dialogs";
import { keep } from "../command/dragging";
import { DoIt, Effects } from "../command/MoveItem";
import { type Rights, useCommandRights } from "../command/rights";
import { ReplanButton } from "../dialogs/ReplanButton";
import { alarmPhone, alarmSubject, alarmText, moveText } from "../shared/alarmWords";
import { age, instant } from "../shared/format";
import { useNow } from "../state/clock";
import { useBoard } from "../state/current";
import { isPast } from "../state/past";
import { pick, selectionStore } from "../state/selection";
import { useStore } from "../state/store";
import { TakeDown } from "./TakeDown";

const GRAVE = 75;

function useIsPicked(alarm: Alarm): boolean {
  const own = alarmSubject(alarm);
  return useStore(selectionStore, ({ subject }) => own !== null && subject?.kind === own.kind && subject.id === own.id);
}

/** The move as a button, where whoever looks at it may make it here. */
function OwnMove({ alarm }: { alarm: Alarm }) {
  const { t } = useTranslation();
  const problem = alarm.problem ?? null;
  if (alarm.move === "unlock")
    return (
      <Button size="small" onClick={() => void keep(alarm.opening ?? "", null)}>
        {t("command.drag.unlock")}
      </Button>
    );
  if (alarm.move === "replan") return <ReplanButton />;
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
}

function mayMake(alarm: Alarm, { command, lead }: Rights): boolean {
  if (alarm.move === "unlock") return lead;
  if (alarm.move === "replan") return command && !alarm.solved_by;
  return alarm.move === "decide" && command;
}

function Move({ alarm, text }: { alarm: Alarm; text: string }) {
  const phone = useBoard((board) => alarmPhone(alarm, board));
  const rights = useCommandRights();
  if (mayMake(alarm, rights)) return <OwnMove alarm={alarm} />;
  return phone && !isPast() ? (
    <a className="move" href={`tel:${phone}`}>
      {text}
    </a>
  ) : (
    <span className="move">{text}</span>
  );
}

/** What the engine proposes: the click that does it, and what it changes; said once for all alarms it solves. */
function Solution({ alarm, again }: { alarm: Alarm; again: boolean }) {
  const { t } = useTranslation();
  const move = useBoard((board) => board.pulse.moves.find((one) => one.id === alarm.solved_by));
  if (!alarm.solved_by || !move) return null;
  if (again) return <small className="plain">{t("command.moves.again")}</small>;
  return (
    <>
      <DoIt move={move.id} />
      <Effects move={move} />
    </>
  );
}

export function AlarmItem({ alarm, again }: { alarm: Alarm; again: boolean }) {
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
          {alarm.move === "take_down" && alarm.opening ? <TakeDown opening={alarm.opening} /> : null}
          <Solution alarm={alarm} again={again} />
        </p>
      </div>
    </li>
  );
}
