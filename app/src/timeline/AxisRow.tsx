/** The hours along the top, with the forecast as a fan over them. */
import { hourMinute } from "../shared/format";
import { useBoard } from "../state/current";
import { Fan } from "./Fan";
import { at, hours, type Scale } from "./scale";

/** Half a label: one at the edge stands a little aside rather than being cut, which would make 8:00 of 18:00. */
const HALF = "1.4em";

export function AxisRow({ scale }: { scale: Scale }) {
  const zone = useBoard((board) => board.time_zone);
  return (
    <div className="axis">
      <div className="axis-lane">
        <Fan scale={scale} />
        {hours(scale).map((hour) => (
          <span key={hour} style={{ left: `clamp(${HALF}, ${at(scale, hour)}%, 100% - ${HALF})` }}>
            {hourMinute(hour, zone)}
          </span>
        ))}
      </div>
    </div>
  );
}
