/** The night: the totals, what is stuck, the communities. */
import type { ReactNode } from "react";
import { Decisions } from "../command/Decisions";
import { Moves } from "../command/Moves";
import { Problems } from "../command/Problems";
import { RuleBlock } from "../command/RuleBlock";
import { FaultBoundary } from "../faults/FaultBoundary";
import type { PartName } from "../faults/names";
import { QuarantineBlock } from "../quarantine/QuarantineBlock";
import { Alarms } from "./Alarms";
import { Communities } from "./Communities";
import { TotalsBlock } from "./TotalsBlock";

/** In the order of a glance: what is, what is wrong, what to do, how far each has come. */
const BLOCKS = [
  ["totals", TotalsBlock],
  ["alarms", Alarms],
  ["problems", Problems],
  ["quarantine", QuarantineBlock],
  ["moves", Moves],
  ["decisions", Decisions],
  ["communities", Communities],
  ["rule", RuleBlock],
] as const satisfies readonly (readonly [PartName, () => ReactNode])[];

export function ClosePanel() {
  return BLOCKS.map(([part, Block]) => (
    <FaultBoundary key={part} part={part}>
      <Block />
    </FaultBoundary>
  ));
}
