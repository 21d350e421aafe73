/** Map, right column, timeline and last events, all at once. */
import type { ReactNode } from "react";
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
        {map}
        <Search />
        <DetailCard />
      </main>
      <aside className="side">
        <SidePanel />
      </aside>
      {planned ? (
        <footer className="foot">
          <Timeline />
          <Happenings />
        </footer>
      ) : null}
    </>
  );
}
