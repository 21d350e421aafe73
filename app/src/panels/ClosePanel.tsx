/** The night: the totals, what is stuck, the communities. */
import { Alarms } from "./Alarms";
import { Communities } from "./Communities";
import { TotalsBlock } from "./TotalsBlock";

export function ClosePanel() {
  return (
    <>
      <TotalsBlock />
      <Alarms />
      <Communities />
    </>
  );
}
