/** The board: wide with everything at once, or a phone's map with sheets. */
import { lazy, Suspense } from "react";
import { dialogStore } from "../dialogs/proposalDialogStore";
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

const MapPane = lazy(() => import("../map/MapPane"));
const ProposalDialog = lazy(() => import("../dialogs/ProposalDialog"));

export function Board() {
  const narrow = useNarrow();
  const asked = useStore(dialogStore, (dialog) => dialog.open);
  const map = (
    <Suspense fallback={<div className="map-wait" />}>
      <MapPane />
    </Suspense>
  );
  return (
    <div className={narrow ? "board narrow" : "board wide"}>
      <TopBar narrow={narrow} />
      {narrow ? <NarrowBoard map={map} /> : <WideBoard map={map} />}
      {asked ? (
        <Suspense fallback={null}>
          <ProposalDialog />
        </Suspense>
      ) : null}
      <CommandDialogs />
      <DragCard />
      <NoticeBar />
      <Announcer />
    </div>
  );
}
