/** The signs of openings, crews and suppliers as SVG: one drawing for map, lists and legend. */
import type { CrewState, OpeningRole, OpeningState } from "../api/types";
import { palette as c } from "./palette";

const HALO = `stroke="${c.ground}" stroke-width="5" stroke-linejoin="round" fill="${c.ground}"`;

function svg(body: string): string {
  return `<svg xmlns="http://www.w3.org/2000/svg" width="64" height="64" viewBox="0 0 32 32">${body}</svg>`;
}

const SQUARE = `x="6" y="6" width="20" height="20" rx="3"`;
/** A second frame: somebody has it. */
const INNER = `<rect x="9.2" y="9.2" width="13.6" height="13.6" rx="1.5" fill="none" stroke="${c.blue}" stroke-width="1.3"/>`;
const TICK = `<path d="M10.5 16.5l4 4 7.5-9" fill="none" stroke="#06231b" stroke-width="3.2" stroke-linecap="round" stroke-linejoin="round"/>`;
const TRIANGLE = "M16 4.5L29 27H3Z";

const bar: Record<OpeningState, string> = {
  found:
    `<circle cx="16" cy="16" r="9.5" ${HALO}/>` +
    `<circle cx="16" cy="16" r="9" fill="${c.ground}" stroke="${c.grey}" stroke-width="3" stroke-dasharray="4.2 3.87"/>`,
  confirmed:
    `<circle cx="16" cy="16" r="9.5" ${HALO}/>` +
    `<circle cx="16" cy="16" r="9" fill="${c.ground}" stroke="#c3cfda" stroke-width="3"/>`,
  planned: `<rect ${SQUARE} ${HALO}/><rect ${SQUARE} fill="${c.ground}" stroke="${c.blue}" stroke-width="3"/>`,
  given: `<rect ${SQUARE} ${HALO}/><rect ${SQUARE} fill="#123a57" stroke="${c.blue}" stroke-width="2.4"/>${INNER}`,
  on_the_way:
    `<rect ${SQUARE} ${HALO}/><rect ${SQUARE} fill="#123a57" stroke="${c.blue}" stroke-width="2.4"/>${INNER}` +
    `<path d="M27 3l3.5 4.5L27 12" fill="none" stroke="${c.blue}" stroke-width="2.6" stroke-linecap="round" stroke-linejoin="round"/>`,
  under_way:
    `<rect ${SQUARE} ${HALO}/><rect ${SQUARE} fill="${c.ground}" stroke="${c.amber}" stroke-width="3"/>` +
    `<path d="M7 16h18v7a2 2 0 0 1-2 2H9a2 2 0 0 1-2-2z" fill="${c.amber}"/>`,
  done: `<rect ${SQUARE} ${HALO}/><rect ${SQUARE} fill="${c.green}" stroke="${c.green}" stroke-width="2"/>${TICK}`,
  blocked:
    `<path d="${TRIANGLE}" ${HALO}/><path d="${TRIANGLE}" fill="${c.vermilion}" stroke="${c.vermilion}" stroke-width="2" stroke-linejoin="round"/>` +
    `<path d="M16 12v7" stroke="#2a0d00" stroke-width="3.2" stroke-linecap="round"/><circle cx="16" cy="23.4" r="1.9" fill="#2a0d00"/>`,
};

/** How far a gate or an emergency opening has come, as a small badge at its corner. */
function badge(state: OpeningState): string {
  const plate = `<circle cx="26" cy="26" r="6" stroke="${c.ground}" stroke-width="1.5"`;
  if (state === "done") {
    return `${plate} fill="${c.green}"/><path d="M23.2 26.2l2 2 3.6-4.4" fill="none" stroke="#06231b" stroke-width="2" stroke-linecap="round" stroke-linejoin="round"/>`;
  }
  if (state === "under_way")
    return `${plate} fill="${c.ground}"/><path d="M20.5 26h11a5.5 5.5 0 0 1-11 0z" fill="${c.amber}"/>`;
  if (state === "blocked") {
    return `${plate} fill="${c.vermilion}"/><path d="M26 22.8v3.6" stroke="#2a0d00" stroke-width="2" stroke-linecap="round"/><circle cx="26" cy="28.8" r="1.1" fill="#2a0d00"/>`;
  }
  return "";
}

function door(plate: string, leaf: string): string {
  return (
    `<rect x="4" y="4" width="24" height="24" rx="4" ${HALO}/>` +
    `<rect x="4" y="4" width="24" height="24" rx="4" fill="${plate}"/>${leaf}`
  );
}

const GATE_LEAF =
  `<path d="M10 25V9.5A2.5 2.5 0 0 1 12.5 7h7A2.5 2.5 0 0 1 22 9.5V25" fill="none" stroke="#fff" stroke-width="2.6"/>` +
  `<path d="M14 25l0-13.5 5.5 2V25z" fill="#fff"/>`;
const EMERGENCY_LEAF =
  `<path d="M9 25V9.5A2.5 2.5 0 0 1 11.5 7h9A2.5 2.5 0 0 1 23 9.5V25" fill="none" stroke="#fff" stroke-width="2.2"/>` +
  `<path d="M16 11v11M10.5 16.5h11" stroke="#fff" stroke-width="3.6"/>`;

/** Inside a ring: nothing to do, and nothing to see but that it is known. */
const INSIDE = `<circle cx="16" cy="16" r="4.5" fill="${c.grey}" stroke="${c.ground}" stroke-width="2.5"/>`;

/** An opening's sign, by what it is to become and how far it is. */
export function openingSign(role: OpeningRole | null | undefined, state: OpeningState): string {
  if (role === "inside") return svg(INSIDE);
  if (role === "gate") return svg(door(c.blueDeep, GATE_LEAF) + badge(state));
  if (role === "emergency") return svg(door(c.red, EMERGENCY_LEAF) + badge(state));
  return svg(bar[state]);
}

const VAN = "M5 9.5A2.5 2.5 0 0 1 7.5 7H19v15H5zM20.5 11h4.2l3.8 5v6h-8z";

function van(fill: string, mark = ""): string {
  return (
    `<path d="${VAN}" ${HALO}/><path d="${VAN}" fill="${fill}"/>` +
    `<circle cx="10.5" cy="23" r="3.2" fill="#e8eef4" stroke="${c.ground}" stroke-width="1.6"/>` +
    `<circle cx="23" cy="23" r="3.2" fill="#e8eef4" stroke="${c.ground}" stroke-width="1.6"/>${mark}`
  );
}

const crews: Record<CrewState, string> = {
  not_yet: van("#5b6b7b"),
  idle: van("#c3cfda"),
  on_the_way: van(
    c.blue,
    `<path d="M9 14.5h6M12.5 11.5l3 3-3 3" fill="none" stroke="#06263d" stroke-width="2.2" stroke-linecap="round" stroke-linejoin="round"/>`,
  ),
  loading: van(c.violet, `<path d="M8 12h8M8 15h8M8 18h8" stroke="#35152c" stroke-width="2"/>`),
  working: van(
    c.amber,
    `<path d="M8.5 18.5l6-6M12 10.5l4.5 4.5" stroke="#3a2500" stroke-width="2.6" stroke-linecap="round"/>`,
  ),
  lost: van(
    c.vermilion,
    `<path d="M8.5 11l7 7M15.5 11l-7 7" stroke="#2a0d00" stroke-width="2.6" stroke-linecap="round"/>`,
  ),
  off: van("#3b4a59"),
};

/** A crew's van, by what the crew does. */
export function crewSign(state: CrewState): string {
  return svg(crews[state]);
}

/** A supplier's yard: a roll of net under a roof. */
export function supplierSign(short: boolean): string {
  const fill = short ? c.vermilion : "#f1e6a0";
  const roof = "M3 13L16 4l13 9v14H3z";
  return svg(
    `<path d="${roof}" ${HALO}/><path d="${roof}" fill="${fill}"/>` +
      `<path d="M9 27v-9h14v9M9 21h14M9 24h14M13.6 18v9M18.4 18v9" fill="none" stroke="#3b3208" stroke-width="1.8"/>`,
  );
}

/** Which way somebody gets through; points east, as map lines run. */
export function leakArrow(): string {
  return svg(
    `<path d="M8 6l16 10L8 26z" fill="#fff" stroke="${c.vermilionDeep}" stroke-width="3" stroke-linejoin="round"/>`,
  );
}

const urls = new Map<string, string>();

/** An SVG as an image address; the same one for the same drawing. */
export function imageUrl(drawing: string): string {
  const known = urls.get(drawing);
  if (known) return known;
  const url = `data:image/svg+xml,${encodeURIComponent(drawing)}`;
  urls.set(drawing, url);
  return url;
}
