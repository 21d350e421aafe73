/** The board: wide with everything at once, or a phone's map with sheets. */
import { lazy, Suspense } from "react";
import { ProposalDialog } from "../dialogs/ProposalDialog";
import { Announcer } from "../panels/Announcer";
import { TopBar } from "../top/TopBar";
import { NarrowBoard } from "./NarrowBoard";
import { useNarrow } from "./useNarrow";
import { WideBoard } from "./WideBoard";

const MapPane = lazy(() => import("../map/MapPane"));

export function Board() {
  const narrow = useNarrow();
  const map = (
    <Suspense fallback={<div className="map-wait" />}>
      <MapPane />
    </Suspense>
  );
  return (
    <div className={narrow ? "board narrow" : "board wide"}>
      <TopBar narrow={narrow} />
      {narrow ? <NarrowBoard map={map} /> : <WideBoard map={map} />}
      <ProposalDialog />
      <Announcer />
    </div>
  );
}
