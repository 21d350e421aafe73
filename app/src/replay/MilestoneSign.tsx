/** A milestone's sign: each kind has a shape of its own, so that none is told by colour alone. */
import type { Milestone } from "./calls";

const SHAPES: Record<Milestone["kind"], string> = {
  plan_adopted: "M4 2v12M4 3h8l-2.4 2.8L12 8.6H4",
  closed: "M3.5 3.5h9v9h-9z",
  opened_again: "M3.5 8V3.5H8M12.5 8v4.5H8",
  decision: "M8 1.8L14.2 8 8 14.2 1.8 8z",
  carried_out: "M2.5 8.5l3.8 4 7.2-9",
  problem: "M8 2l6.4 11.6H1.6z",
  crew_lost: "M3 3l10 10M13 3L3 13",
  all_closed: "M1.5 1.5h13v13h-13zM5 5h6v6H5z",
};

export function MilestoneSign({ kind, size = 16 }: { kind: Milestone["kind"]; size?: number }) {
  return (
    <svg className={`mark-sign mark-${kind}`} width={size} height={size} viewBox="0 0 16 16" aria-hidden="true">
      <path d={SHAPES[kind]} />
    </svg>
  );
}
