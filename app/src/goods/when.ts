/** A time of day typed in the town's clock, as the instant nearest to now that it can mean. */
const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;

function minutesOfDay(at: number, zone: string): number {
  const parts = new Intl.DateTimeFormat("en-GB", {
    timeZone: zone || undefined,
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
  }).formatToParts(at);
  const part = (type: string) => Number(parts.find((p) => p.type === type)?.value ?? 0);
  return part("hour") * 60 + part("minute");
}

/** `clock` is 23:40; the answer lies from six hours before `after` to eighteen hours behind it. */
export function instantOf(clock: string, after: number, zone: string): string {
  const [hours = 0, minutes = 0] = clock.split(":").map(Number);
  const there = minutesOfDay(after, zone);
  let ahead = (hours * 60 + minutes - there) * MINUTE_MS;
  if (ahead < -DAY_MS / 4) ahead += DAY_MS;
  if (ahead > (DAY_MS * 3) / 4) ahead -= DAY_MS;
  return new Date(Math.floor(after / MINUTE_MS) * MINUTE_MS + ahead).toISOString();
}
