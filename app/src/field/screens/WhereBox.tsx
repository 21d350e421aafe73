/** Where the job is: a small map, and an arrow with the distance as soon as the phone knows its own place. */
import { useTranslation } from "react-i18next";
import { useStore } from "../../state/store";
import { hereStore } from "../here";
import { bearing, distance, far, Plane, wind } from "../night/geo";
import type { Mark } from "../parts/FieldMap";
import { FieldMap } from "../parts/FieldMap";
import { useSize } from "../parts/useSize";
import type { LonLat, SmallMap } from "../../phone/types";

interface Props {
  map: SmallMap | null;
  centre: LonLat;
  place: LonLat;
  marks: readonly Mark[];
  label: string;
  onOpen: () => void;
}

const CLOSE_M = 110;
/** At fewer pixels a metre than this streets run into each other: one's own place is then left to the arrow. */
const LEAST_PX_PER_M = 0.2;
/** Room for the arrow below the place. */
const ARROW_PX = 20;

function Arrow({ from, to, headingDeg }: { from: LonLat; to: LonLat; headingDeg: number | null }) {
  const { t } = useTranslation("field");
  const degrees = bearing(from, to);
  const text = t("map.target", { far: far(distance(from, to)), wind: t(`wind.${wind(degrees)}`) });
  return (
    <span className="arrow">
      <svg viewBox="-16 -16 32 32" width="34" height="34" aria-hidden="true">
        <path d="M0 -13L10 10L0 5L-10 10Z" transform={`rotate(${degrees - (headingDeg ?? 0)})`} />
      </svg>
      {text}
    </span>
  );
}

export function WhereBox({ map, centre, place, marks, label, onOpen }: Props) {
  const { t } = useTranslation("field");
  const { here, denied, headingDeg } = useStore(hereStore, (value) => value);
  const [ref, { width, height }] = useSize();
  const away = here ? distance(here.place, place) : null;
  const wanted = Math.max(CLOSE_M, (away ?? 0) * 1.2);
  const halfM = wanted <= Math.min(width, height) / 2 / LEAST_PX_PER_M ? wanted : CLOSE_M;
  const middle = new Plane(centre).at(place);
  const at =
    (here ?? denied) && height > 0
      ? { ...middle, y: middle.y + (ARROW_PX * 2 * halfM) / Math.min(width, height) }
      : middle;
  return (
    <button type="button" className="where" onClick={onOpen}>
      <span className="for-readers">{`${t("act.map")}: ${label}`}</span>
      <div ref={ref} className="where-map" aria-hidden="true">
        {map && width > 0 && (
          <FieldMap
            map={map}
            centre={centre}
            view={{ at, halfM }}
            marks={marks}
            here={here}
            headingDeg={headingDeg}
            label={t("map.label", { place: label })}
            widthPx={width}
            heightPx={height}
          />
        )}
      </div>
      {here && <Arrow from={here.place} to={place} headingDeg={headingDeg} />}
      {!here && denied && <span className="arrow denied">{t("map.denied")}</span>}
    </button>
  );
}
