/** Which time zone the board's times are told in. */

const DEGREES_AN_HOUR = 15;
/** Farther from the sun's time than any law puts a clock. */
const LAWFUL_HOURS = 3;

/**
 * The browser's own zone where it can be the place's, else the place's solar one.
 *
 * People in the sub-district have the right zone in their browser, whatever the law makes of the sun there. Whoever looks
 * on from far away is told the place's time, not their own.
 *
 * @param bounds west, south, east, north in degrees
 * @param offsetMinutes as Date.getTimezoneOffset gives it: minutes west of UTC
 * @returns an IANA name for Intl, or undefined for the browser's own zone
 */
export function zoneOf(bounds: readonly [number, number, number, number], offsetMinutes: number): string | undefined {
  const solar = Math.round((bounds[0] + bounds[2]) / 2 / DEGREES_AN_HOUR);
  if (Math.abs(solar + offsetMinutes / 60) < LAWFUL_HOURS) return undefined;
  return solar === 0 ? "Etc/GMT" : `Etc/GMT${solar > 0 ? "-" : "+"}${Math.abs(solar)}`; // POSIX signs: east is minus
}
