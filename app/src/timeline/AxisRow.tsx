/** The hours along the top, with the forecast as a fan over them. */
import { hourMinute } from "../shared/format";
import { useBoard } from "../state/current";
import { Fan } from "./Fan";
import { at, hours, type Scale } from "./scale";

export function AxisRow({ scale }: { scale: Scale }) {
  const zone = useBoard((board) => board.time_zone);
  return (
    <div className="axis">
      <div className="axis-lane">
        <Fan scale={scale} />
        {hours(scale).map((hour) => (
          <span key={hour} style={{ left: `${at(scale, hour)}%` }}>
            {hourMinute(hour, zone)}
          </span>
        ))}
      </div>
    </div>
  );
}
