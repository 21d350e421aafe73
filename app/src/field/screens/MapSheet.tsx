/** The map over the whole phone: dragged, pinched, or by buttons. */
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useStore } from "../../state/store";
import { hereStore } from "../here";
import { Plane } from "../night/geo";
import { Dialog } from "../../phone/parts/Dialog";
import { FieldMap, type Mark, type View } from "../parts/FieldMap";
import { useSize } from "../parts/useSize";
import type { LonLat, SmallMap } from "../../phone/types";

interface MapProps {
  map: SmallMap;
  centre: LonLat;
  marks: readonly Mark[];
  view: View;
  onMove: (view: View) => void;
  label: string;
  /** Draws a cross in the middle: the place that is meant. */
  cross?: boolean;
}

/** A map that moves, with its buttons. */
export function MovingMap({ map, centre, marks, view, onMove, label, cross = false }: MapProps) {
  const { t } = useTranslation("field");
  const { here, headingDeg } = useStore(hereStore, (value) => value);
  const [ref, { width, height }] = useSize();
  const zoom = (factor: number) => onMove({ ...view, halfM: Math.min(4000, Math.max(25, view.halfM * factor)) });
  const toHere = () => {
    if (here) onMove({ ...view, at: new Plane(centre).at(here.place) });
  };
  return (
    <div className="moving-map">
      <div ref={ref} className="moving-map-picture">
        {width > 0 && (
          <FieldMap
            map={map}
            centre={centre}
            view={view}
            marks={marks}
            here={here}
            headingDeg={headingDeg}
            label={label}
            widthPx={width}
            heightPx={height}
            onMove={onMove}
          />
        )}
        {cross && <span className="cross" aria-hidden="true" />}
      </div>
      <div className="map-buttons">
        <button type="button" aria-label={t("map.in")} onClick={() => zoom(0.6)}>
          +
        </button>
        <button type="button" aria-label={t("map.out")} onClick={() => zoom(1.7)}>
          −
        </button>
        <button type="button" aria-label={t("map.here")} disabled={!here} onClick={toHere}>
          ◎
        </button>
      </div>
    </div>
  );
}

interface Props {
  map: SmallMap;
  centre: LonLat;
  place: LonLat;
  marks: readonly Mark[];
  label: string;
  onClose: () => void;
}

export function MapSheet({ map, centre, place, marks, label, onClose }: Props) {
  const { t } = useTranslation("field");
  const [view, setView] = useState<View>(() => ({ at: new Plane(centre).at(place), halfM: 160 }));
  return (
    <Dialog title={label} onClose={onClose}>
      <MovingMap
        map={map}
        centre={centre}
        marks={marks}
        view={view}
        onMove={setView}
        label={t("map.label", { place: label })}
      />
    </Dialog>
  );
}
