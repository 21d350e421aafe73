/** The board: wide with everything at once, or a phone's map with sheets. */
import { closeProposal, dialogStore } from "../dialogs/proposalDialogStore";
import { FaultBoundary } from "../faults/FaultBoundary";
import { fetched } from "../faults/fetched";
import { useStore } from "../state/store";
import "../command/command.css";
import { CommandDialogs } from "../command/CommandDialogs";
import { DragCard } from "../command/DragCard";
import { NoticeBar } from "../command/NoticeBar";
import { Announcer } from "../panels/Announcer";
import { TopBar } from "../top/TopBar";
import { NarrowBoard } from "./NarrowBoard";
import { useNarrow } from "./useNarrow";
import { WideBoard } from "./WideBoard";

const MapPane = fetched(async () => (await import("../map/MapPane")).default, <div className="map-wait" />);
const ProposalDialog = fetched(async () => (await import("../dialogs/ProposalDialog")).default);

export function Board() {
  const narrow = useNarrow();
  const asked = useStore(dialogStore, (dialog) => dialog.open);
  return (
    <div className={narrow ? "board narrow" : "board wide"}>
      <TopBar narrow={narrow} />
      {narrow ? <NarrowBoard map={<MapPane />} /> : <WideBoard map={<MapPane />} />}
      {asked ? (
        <FaultBoundary part="dialog" close={closeProposal}>
          <ProposalDialog />
        </FaultBoundary>
      ) : null}
      <CommandDialogs />
      <FaultBoundary part="drag">
        <DragCard />
      </FaultBoundary>
      <FaultBoundary part="notice">
        <NoticeBar />
        <Announcer />
      </FaultBoundary>
    </div>
  );
}
