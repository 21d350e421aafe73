/** A phone's board: the map, and one sheet over it at a time. */
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { FaultBoundary } from "../faults/FaultBoundary";
import type { PartName } from "../faults/names";
import { DetailCard } from "../panels/DetailCard";
import { Happenings } from "../panels/Happenings";
import { SidePanel } from "../panels/SidePanel";
import { useBoard } from "../state/current";
import { selectionStore } from "../state/selection";
import { useStore } from "../state/store";
import { Timeline } from "../timeline/Timeline";
import { NowStrip } from "./NowStrip";

const TABS = ["map", "board", "crews", "events"] as const;
type Tab = (typeof TABS)[number];

const PARTS: Record<Tab, PartName> = { map: "map", board: "panel", crews: "crews", events: "events" };

function Sheet({ tab }: { tab: Tab }) {
  if (tab === "board") return <SidePanel narrow />;
  if (tab === "crews") return <Timeline />;
  return <Happenings />;
}

export function NarrowBoard({ map }: { map: ReactNode }) {
  const { t } = useTranslation();
  const [tab, setTab] = useState<Tab>("map");
  const alarms = useBoard((board) => board.pulse.alarms.length);
  const [flown, setFlown] = useState(0);
  const flights = useStore(selectionStore, (selection) => selection.flights);
  if (flights !== flown) {
    setFlown(flights); // picked in a sheet: the sheet makes room for the map
    setTab("map");
  }
  return (
    <>
      <main className="map-cell">
        <FaultBoundary part="map">{map}</FaultBoundary>
        {tab === "map" ? <NowStrip /> : null}
        {tab === "map" ? (
          <DetailCard />
        ) : (
          <section className="sheet">
            <FaultBoundary key={tab} part={PARTS[tab]}>
              <Sheet tab={tab} />
            </FaultBoundary>
          </section>
        )}
      </main>
      <nav className="tabs" aria-label={t("tabs.label")}>
        {TABS.map((name) => (
          <button
            key={name}
            type="button"
            aria-current={tab === name ? "page" : undefined}
            onClick={() => setTab(name)}
            data-testid={`tab-${name}`}
          >
            {t(`tabs.${name}`)}
            {name === "board" && alarms > 0 ? <span className="count">{alarms}</span> : null}
          </button>
        ))}
      </nav>
    </>
  );
}
