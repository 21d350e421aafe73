/** Another opening: where the cross is, how wide, whose it is. */
import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { report } from "../../phone/current";
import { hereStore } from "../here";
import { across, nearestEdge, Plane } from "../night/geo";
import { Dialog } from "../../phone/parts/Dialog";
import type { Mark, View } from "../parts/FieldMap";
import { Stepper } from "../../phone/parts/Stepper";
import { freshId } from "../../phone/store/ids";
import type { LonLat, NearNeighbourhood, SmallMap } from "../../phone/types";
import { MovingMap } from "./MapSheet";

interface Props {
  map: SmallMap | null;
  centre: LonLat;
  /** Where the crew is at work, for when the phone does not know its place. */
  place: LonLat;
  marks: readonly Mark[];
  neighbourhoods: readonly NearNeighbourhood[];
  /** Whose opening it is, where no neighbourhood is near. */
  otherwise: string;
  crew: string;
  onClose: () => void;
  onDone: () => void;
}

const MOST_CHOICES = 3;

/** Neighbourhoods by how near their edge is to the place. */
function nearest(place: LonLat, all: readonly NearNeighbourhood[]) {
  return all
    .map((neighbourhood) => ({ neighbourhood, edge: nearestEdge(place, neighbourhood.area) }))
    .filter((one) => one.edge !== null)
    .sort((a, b) => (a.edge?.away ?? 0) - (b.edge?.away ?? 0))
    .slice(0, MOST_CHOICES);
}

export function FoundSheet({ map, centre, place, marks, neighbourhoods, otherwise, crew, onClose, onDone }: Props) {
  const { t } = useTranslation("field");
  const plane = useMemo(() => new Plane(centre), [centre]);
  const [view, setView] = useState<View>(() => ({
    at: plane.at(hereStore.get().here?.place ?? place),
    halfM: 70,
  }));
  const [width, setWidth] = useState(3);
  const [vehicle, setVehicle] = useState(false);
  const [chosen, setChosen] = useState<string | null>(null);
  const meant = plane.place(view.at);
  const near = nearest(meant, neighbourhoods);
  const whose = near.find((one) => one.neighbourhood.id === chosen) ?? near[0];

  const send = async () => {
    await report("opening.found", {
      opening: `found-${freshId()}`,
      neighbourhood: whose?.neighbourhood.id ?? otherwise,
      line: across(meant, width, whose?.edge?.along),
      width_m: width,
      vehicle,
      name: "",
      crew,
    });
    onDone();
  };

  return (
    <Dialog
      title={t("found.title")}
      onClose={onClose}
      foot={
        <button type="button" className="big found" onClick={() => void send()} data-testid="send-found">
          {t("found.send")}
        </button>
      }
    >
      <p className="hint">{t(map ? "found.how" : "found.noMap")}</p>
      {map && (
        <div className="pick-map">
          <MovingMap
            map={map}
            centre={centre}
            marks={marks}
            view={view}
            onMove={setView}
            label={t("found.title")}
            cross
          />
        </div>
      )}
      <Stepper label={t("found.width")} value={width} step={0.5} least={0.5} most={40} onChange={setWidth} />
      {near.length > 0 && (
        <div className="chips" role="group" aria-label={t("found.of")}>
          {near.map(({ neighbourhood }) => (
            <button
              key={neighbourhood.id}
              type="button"
              aria-pressed={neighbourhood.id === whose?.neighbourhood.id}
              onClick={() => setChosen(neighbourhood.id)}
            >
              {neighbourhood.name}
            </button>
          ))}
        </div>
      )}
      <label className="switch">
        <input type="checkbox" checked={vehicle} onChange={(event) => setVehicle(event.target.checked)} />
        <span>{t("found.vehicle")}</span>
      </label>
    </Dialog>
  );
}
