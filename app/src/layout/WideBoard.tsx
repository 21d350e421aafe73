/** Map, right column, timeline and last events, all at once. */
import type { ReactNode } from "react";
import { DetailCard } from "../panels/DetailCard";
import { Happenings } from "../panels/Happenings";
import { SidePanel } from "../panels/SidePanel";
import { Timeline } from "../timeline/Timeline";

export function WideBoard({ map }: { map: ReactNode }) {
  return (
    <>
      <main className="map-cell">
        {map}
        <DetailCard />
      </main>
      <aside className="side">
        <SidePanel />
      </aside>
      <footer className="foot">
        <Timeline />
        <Happenings />
      </footer>
    </>
  );
}
