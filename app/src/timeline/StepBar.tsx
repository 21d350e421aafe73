/** One step as a bar; a click leads to its place, and a job to come can be dragged onto another crew. */
import type { PointerEvent as ReactPointerEvent } from "react";
import type { StepRow } from "../api/types";
import { begin, cancel, dragStore, drop, move } from "../command/dragging";
import { useCommandRights } from "../command/rights";
import { useBoard } from "../state/current";
import { pick } from "../state/selection";
import { useStore } from "../state/store";
import type { Tip } from "./StepTip";
import { at, type Scale } from "./scale";

interface StepBarProps {
  step: StepRow;
  crew: string;
  scale: Scale;
  onTip: (tip: Tip | null) => void;
}

const STARTS_AFTER_PX = 5;

/** The crew whose row lies under the pointer. */
function crewUnder(x: number, y: number): string | null {
  return document.elementFromPoint(x, y)?.closest<HTMLElement>("[data-crew]")?.dataset.crew ?? null;
}

/** Follows the pointer from a bar until it is let go; a short press is a click and nothing else. */
function follow(opening: string, crew: string, startX: number, startY: number): void {
  let under = false;
  const end = () => {
    window.removeEventListener("pointermove", onMove);
    window.removeEventListener("pointerup", onUp);
    window.removeEventListener("pointercancel", onCancel);
    window.removeEventListener("keydown", onKey);
    document.body.classList.remove("dragging");
  };
  const onMove = ({ clientX: x, clientY: y }: PointerEvent) => {
    if (!under && Math.hypot(x - startX, y - startY) < STARTS_AFTER_PX) return;
    if (!under) {
      under = true;
      document.body.classList.add("dragging");
      begin(opening, crew, x, y);
    }
    move(crewUnder(x, y), x, y);
  };
  const onUp = () => {
    end();
    if (under) void drop();
  };
  const onCancel = () => {
    end();
    cancel();
  };
  const onKey = (event: KeyboardEvent) => {
    if (event.key === "Escape") onCancel();
  };
  window.addEventListener("pointermove", onMove);
  window.addEventListener("pointerup", onUp);
  window.addEventListener("pointercancel", onCancel);
  window.addEventListener("keydown", onKey);
}

export function StepBar({ step, crew, scale, onTip }: StepBarProps) {
  const { lead } = useCommandRights();
  const locked = useBoard((board) => step.do === "job" && step.state === "to_come" && board.locks.has(step.at));
  const dragged = useStore(dragStore, (drag) => drag?.opening === step.at && step.do === "job");
  const movable = lead && step.do === "job" && step.state === "to_come";
  const left = at(scale, Date.parse(step.starts_at));
  const width = Math.max(0.2, at(scale, Date.parse(step.ends_at)) - left);
  const marks = `${movable ? " movable" : ""}${locked ? " locked" : ""}${dragged ? " dragged" : ""}`;

  function press(event: ReactPointerEvent): void {
    if (!movable || event.button !== 0) return;
    event.preventDefault();
    onTip(null);
    follow(step.at, crew, event.clientX, event.clientY);
  }

  return (
    <i
      className={`step ${step.do} ${step.state}${marks}`}
      style={{ left: `${left}%`, width: `${width}%` }}
      onPointerDown={press}
      onMouseEnter={(event) => (dragStore.get() ? undefined : onTip({ step, x: event.clientX, y: event.clientY }))}
      onMouseLeave={() => onTip(null)}
      onClick={() => pick({ kind: step.do === "job" ? "opening" : "supplier", id: step.at })}
      data-step={step.do === "job" && step.state === "to_come" ? step.at : undefined}
    />
  );
}
