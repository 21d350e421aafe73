/** Map, right column, timeline and last events, all at once. */
import type { ReactNode } from "react";
import { FaultBoundary } from "../faults/FaultBoundary";
import { DetailCard } from "../panels/DetailCard";
import { Happenings } from "../panels/Happenings";
import { Search } from "../panels/Search";
import { SidePanel } from "../panels/SidePanel";
import { useBoard } from "../state/current";
import { Timeline } from "../timeline/Timeline";

export function WideBoard({ map }: { map: ReactNode }) {
  const planned = useBoard((board) => board.plan !== null);
  return (
    <>
      <main className="map-cell">
        <FaultBoundary part="map">{map}</FaultBoundary>
        <FaultBoundary part="search">
          <Search />
        </FaultBoundary>
        <DetailCard />
      </main>
      <aside className="side">
        <FaultBoundary part="panel">
          <SidePanel />
        </FaultBoundary>
      </aside>
      {planned ? (
        <footer className="foot">
          <FaultBoundary part="crews">
            <Timeline />
          </FaultBoundary>
          <FaultBoundary part="events">
            <Happenings />
          </FaultBoundary>
        </footer>
      ) : null}
    </>
  );
}
