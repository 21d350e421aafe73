/** A sign for each reason, so that it is found without reading. */
import type { ProblemReason } from "../../phone/types";

const STROKE = `fill="none" stroke="currentColor" stroke-width="2.4" stroke-linecap="round" stroke-linejoin="round"`;

/** Paths inside a 32 × 32 box, drawn in the text's colour. */
export const REASON_SIGNS: Record<ProblemReason, string> = {
  residents_object: `<g ${STROKE}><circle cx="10" cy="10" r="4"/><path d="M3 27c0-6 3-9 7-9s7 3 7 9"/><path d="M19 5h10v8h-5l-3 3v-3h-2z"/><path d="M24 7v2.4M24 11.4v.1"/></g>`,
  no_material: `<g ${STROKE}><path d="M6 7v18M26 7v18M6 12h20M6 20h20M12 7v18M20 7v18" stroke-dasharray="2.5 3.4"/><path d="M4 28L28 4"/></g>`,
  no_fitters: `<g ${STROKE}><path d="M19 7a6 6 0 0 0 7 8L13 28l-5-5L21 10"/><path d="M4 4l24 24"/></g>`,
  too_few_hands: `<g ${STROKE}><circle cx="12" cy="9" r="4"/><path d="M5 26c0-6 3-8.5 7-8.5s7 2.500 7 8.500"/><path d="M24 13v8M20 17h8"/></g>`,
  car_in_the_way: `<g ${STROKE}><path d="M4 21v-5l3-1 3-6h11l4 6 3 1v5z"/><circle cx="10" cy="22" r="3"/><circle cx="22" cy="22" r="3"/><path d="M9 15h15"/></g>`,
  danger: `<g ${STROKE}><path d="M16 4L29 27H3z"/><path d="M16 12v7M16 23v.2"/></g>`,
  other: `<g ${STROKE}><circle cx="7" cy="16" r="1.600"/><circle cx="16" cy="16" r="1.600"/><circle cx="25" cy="16" r="1.600"/></g>`,
};
