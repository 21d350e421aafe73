/** What a bar stands for, beside the pointer. */
import { useTranslation } from "react-i18next";
import type { StepRow } from "../api/types";
import { hourMinute } from "../shared/format";
import { placeLabel } from "../shared/labels";
import { useBoard } from "../state/current";

export interface Tip {
  step: StepRow;
  x: number;
  y: number;
}

const ROOM = 240;

export function StepTip({ step, x, y }: Tip) {
  const { t } = useTranslation();
  const board = useBoard((held) => held);
  const where = placeLabel(board, step.at);
  const left = Math.min(x + 12, window.innerWidth - ROOM - 12);
  return (
    <div
      className="hover-card fixed"
      style={{ left, bottom: window.innerHeight - y + 12, width: ROOM }}
      aria-hidden="true"
    >
      <b>{step.do === "load" ? t("step.load", { where }) : t("step.job", { where })}</b>
      <span>
        {hourMinute(Date.parse(step.starts_at), board.time_zone)}–
        {hourMinute(Date.parse(step.ends_at), board.time_zone)} · {t(`step.${step.state}`)} ·{" "}
        {t("timeline.net", { m: step.net_m })}
      </span>
    </div>
  );
}
