/** What a bar stands for, beside the pointer. */
import { useTranslation } from "react-i18next";
import type { StepRow } from "../api/types";
import { hourMinute } from "../shared/format";
import { placeLabel } from "../shared/labels";
import { useBoard } from "../state/current";

/** What is told of a step, or in words of something else on a row. */
export type Tip = { x: number; y: number } & ({ step: StepRow } | { words: string });

const ROOM = 240;

export function StepTip(tip: Tip) {
  const { x, y } = tip;
  const left = Math.min(x + 12, window.innerWidth - ROOM - 12);
  return (
    <div
      className="hover-card fixed"
      style={{ left, bottom: window.innerHeight - y + 12, width: ROOM }}
      aria-hidden="true"
    >
      {"step" in tip ? <Told step={tip.step} /> : <span data-testid="claim-tip">{tip.words}</span>}
    </div>
  );
}

function Told({ step }: { step: StepRow }) {
  const { t } = useTranslation();
  const board = useBoard((held) => held);
  const where = placeLabel(board, step.at);
  return (
    <>
      <b>{step.do === "load" ? t("step.load", { where }) : t("step.job", { where })}</b>
      <span>
        {hourMinute(Date.parse(step.starts_at), board.time_zone)}–
        {hourMinute(Date.parse(step.ends_at), board.time_zone)} · {t(`step.${step.state}`)} ·{" "}
        {t("timeline.net", { m: step.net_m })}
      </span>
    </>
  );
}
