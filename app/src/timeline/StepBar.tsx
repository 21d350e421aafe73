/** One step as a bar; a click leads to its place. */
import type { StepRow } from "../api/types";
import { pick } from "../state/selection";
import type { Tip } from "./StepTip";
import { at, type Scale } from "./scale";

interface StepBarProps {
  step: StepRow;
  scale: Scale;
  onTip: (tip: Tip | null) => void;
}

export function StepBar({ step, scale, onTip }: StepBarProps) {
  const left = at(scale, Date.parse(step.starts_at));
  const width = Math.max(0.2, at(scale, Date.parse(step.ends_at)) - left);
  return (
    <i
      className={`step ${step.do} ${step.state}`}
      style={{ left: `${left}%`, width: `${width}%` }}
      onMouseEnter={(event) => onTip({ step, x: event.clientX, y: event.clientY })}
      onMouseLeave={() => onTip(null)}
      onClick={() => pick({ kind: step.do === "job" ? "opening" : "supplier", id: step.at })}
    />
  );
}
