/** What a part of the page is called where it has failed: by the heading it has anyway, where it has one. */
export const PART_NAMES = {
  page: "faults.part.page",
  top: "faults.part.top",
  map: "faults.part.map",
  search: "search.label",
  panel: "faults.part.panel",
  tools: "faults.part.tools",
  detail: "faults.part.detail",
  totals: "faults.part.totals",
  alarms: "alarms.title",
  problems: "command.problems.title",
  quarantine: "quarantine.title",
  moves: "command.moves.title",
  decisions: "command.decisions.title",
  communities: "communities.title",
  rule: "command.rule.title",
  crews: "timeline.title",
  events: "events.title",
  dialog: "faults.part.dialog",
  drag: "faults.part.drag",
  notice: "faults.part.notice",
} as const;

export type PartName = keyof typeof PART_NAMES;
