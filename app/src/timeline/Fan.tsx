/** The forecast's spread: the darker, the surer the finish lies there. */
import type { NightForecast } from "../api/types";
import { useBoard } from "../state/current";
import { at, type Scale } from "./scale";

const BANDS: [number, number][] = [
  [0.05, 0.95],
  [0.1, 0.9],
  [0.25, 0.75],
  [0.4, 0.6],
];

/** The finish at a share of the runs, between the quantiles that were sent. */
export function quantile(fan: NonNullable<NightForecast["fan"]>, share: number): number | null {
  const sorted = fan.map(([q, when]): [number, number] => [q, Date.parse(when)]).sort((a, b) => a[0] - b[0]);
  const above = sorted.find(([q]) => q >= share - 1e-9);
  const below = sorted.findLast(([q]) => q <= share + 1e-9);
  if (!above || !below) return null;
  if (above[0] === below[0]) return above[1];
  return below[1] + ((above[1] - below[1]) * (share - below[0])) / (above[0] - below[0]);
}

export function Fan({ scale }: { scale: Scale }) {
  const forecast = useBoard((board) => board.pulse.forecast);
  const fan = forecast?.fan ?? [];
  if (fan.length < 2) return null;
  return (
    <>
      {BANDS.map(([low, high]) => {
        const from = quantile(fan, low);
        const to = quantile(fan, high);
        if (from === null || to === null) return null;
        const left = at(scale, from);
        return (
          <i
            key={low}
            className="fan"
            style={{ left: `${left}%`, width: `${Math.max(0.15, at(scale, to) - left)}%` }}
          />
        );
      })}
    </>
  );
}
