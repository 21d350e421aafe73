/** The night: the totals, what is stuck, the communities. */
import { Decisions } from "../command/Decisions";
import { Moves } from "../command/Moves";
import { Problems } from "../command/Problems";
import { RuleBlock } from "../command/RuleBlock";
import { QuarantineBlock } from "../quarantine/QuarantineBlock";
import { Alarms } from "./Alarms";
import { Communities } from "./Communities";
import { TotalsBlock } from "./TotalsBlock";

export function ClosePanel() {
  return (
    <>
      <TotalsBlock />
      <Alarms />
      <Problems />
      <QuarantineBlock />
      <Moves />
      <Decisions />
      <Communities />
      <RuleBlock />
    </>
  );
}
