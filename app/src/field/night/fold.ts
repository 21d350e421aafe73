/**
 * The night as this phone knows it: the server's card, and on top of it every own report the card does not hold yet.
 *
 * A pure fold: the same card and reports always give the same night, whatever was tapped in which tab.
 */
import type { ReportRow } from "../../phone/store/store";
import type { BlockedReason, FieldCard, JobCard, LonLat, StepRow, YardCard } from "../../phone/types";

export type JobState = JobCard["state"];

export interface JobNow {
  job: JobCard;
  state: JobState;
  reason: BlockedReason | null;
  /** Own reports say so and the server does not know yet. */
  unsent: boolean;
  /** Who has it now, where that is another crew and nobody asked ours. */
  givenTo: { name: string; phone: string } | null;
  /** Two say different things of it: ours and another crew's. */
  contradicts: boolean;
}

export interface StepNow {
  step: StepRow;
  job: JobNow | null;
  yard: YardCard | null;
  stage: "to_come" | "on_the_way" | "under_way" | "done" | "blocked";
  /** Number among the night's steps, from 1. */
  number: number;
}

export interface FoundNow {
  opening: string;
  line: readonly [LonLat, LonLat];
  widthM: number;
  unsent: boolean;
}

export interface Night {
  steps: StepNow[];
  /** What to do now; null when nothing is left. */
  current: StepNow | null;
  next: StepNow | null;
  /** The next yard still to come, where the current step is none. */
  nextYard: StepNow | null;
  /** Openings given to others meanwhile, of which this phone has reports. */
  elsewhere: JobNow[];
  found: FoundNow[];
  loadM: number;
}

interface Heard {
  states: Map<string, { state: JobState; reason: BlockedReason | null; unsent: boolean }>;
  /** Openings this phone has said it works at, or has done. */
  claimed: Set<string>;
  goingTo: string | null;
  loads: string[];
  loadM: number;
  found: FoundNow[];
}

const AT_WORK: ReadonlySet<JobState> = new Set(["under_way", "done", "blocked"]);

function text(body: Record<string, unknown>, field: string): string {
  const value = body[field];
  return typeof value === "string" ? value : "";
}

function number(body: Record<string, unknown>, field: string): number {
  const value = body[field];
  return typeof value === "number" ? value : 0;
}

/** Whether the card can't hold a report yet. */
function isNews(row: ReportRow, card: FieldCard): boolean {
  return row.state === "waiting" || (row.position ?? 0) > card.position;
}

const WORK: Record<string, JobState> = {
  "opening.started": "under_way",
  "opening.done": "done",
  "opening.blocked": "blocked",
};

function hearOfWork(heard: Heard, row: ReportRow, state: JobState): void {
  const opening = text(row.body, "opening");
  const reason = (row.body.reason as BlockedReason | undefined) ?? null;
  heard.states.set(opening, { state, unsent: row.state === "waiting", reason });
  if (heard.goingTo === opening) heard.goingTo = null;
  if (state === "done") heard.loadM -= number(row.body, "net_m");
}

function hearOfSettingOut(heard: Heard, card: FieldCard, row: ReportRow): void {
  const to = text(row.body, "to");
  heard.goingTo = to;
  const job = card.jobs.find((one) => one.opening === to);
  const known = heard.states.get(to)?.state ?? job?.state;
  // Setting out says less than work, however late it is said; the server holds it so too.
  if (job && !(known && AT_WORK.has(known))) {
    heard.states.set(to, { state: "on_the_way", reason: null, unsent: row.state === "waiting" });
  }
}

function hear(heard: Heard, card: FieldCard, row: ReportRow): void {
  const { body, kind } = row;
  const state = WORK[kind];
  if (state) hearOfWork(heard, row, state);
  else if (kind === "crew.set_out") hearOfSettingOut(heard, card, row);
  else if (kind === "crew.loaded") {
    heard.goingTo = null;
    heard.loads.push(text(body, "supplier"));
    heard.loadM += number(body, "net_m");
  } else if (kind === "opening.found") {
    const line = body.line as FoundNow["line"];
    const unsent = row.state === "waiting";
    heard.found.push({ opening: text(body, "opening"), line, widthM: number(body, "width_m"), unsent });
  }
}

function heardOf(card: FieldCard, reports: readonly ReportRow[]): Heard {
  const heard: Heard = {
    states: new Map(),
    claimed: new Set(),
    goingTo: null,
    loads: [],
    loadM: card.crew?.load_m ?? 0,
    found: [],
  };
  const own = reports.filter((row) => text(row.body, "crew") === card.crew?.id);
  for (const row of own) {
    if (row.kind === "opening.started" || row.kind === "opening.done") heard.claimed.add(text(row.body, "opening"));
    if (isNews(row, card)) hear(heard, card, row);
  }
  return heard;
}

/** Whether another crew has it, and ours is not sent there as well. */
function isAnothers(card: FieldCard, job: JobCard): boolean {
  const mine = card.crew?.id;
  if (!job.crew || job.crew === mine || job.crews > 1) return false;
  return !card.steps.some((step) => step.at === job.opening && step.state === "to_come"); // "under way" is our own word
}

function contradicts(card: FieldCard, job: JobCard, another: boolean): boolean {
  const othersDid = job.done_by.filter((name) => name !== card.crew?.name).length;
  return othersDid >= job.crews || (another && (job.state === "under_way" || job.state === "done"));
}

function jobNow(card: FieldCard, job: JobCard, heard: Heard): JobNow {
  const said = heard.states.get(job.opening);
  const another = isAnothers(card, job);
  return {
    job,
    state: said?.state ?? job.state,
    reason: said ? said.reason : (job.reason ?? null),
    unsent: said?.unsent ?? false,
    givenTo: another ? { name: job.crew_name, phone: job.crew_phone } : null,
    contradicts: heard.claimed.has(job.opening) && contradicts(card, job, another),
  };
}

function loadStage(step: StepRow, heard: Heard): StepNow["stage"] {
  if (step.state === "done" || step.state === "dropped") return "done";
  const fetched = heard.loads.indexOf(step.at);
  if (fetched < 0) return heard.goingTo === step.at ? "on_the_way" : "to_come";
  heard.loads.splice(fetched, 1);
  return "done";
}

function jobStage(step: StepRow, job: JobNow | null, heard: Heard): StepNow["stage"] {
  if (job === null) return step.state === "dropped" ? "blocked" : step.state;
  if (job.state === "done" || job.state === "under_way" || job.state === "blocked") return job.state;
  return heard.goingTo === step.at || job.state === "on_the_way" ? "on_the_way" : "to_come";
}

function currentOf(steps: readonly StepNow[]): StepNow | null {
  const mine = steps.filter((step) => step.job?.givenTo == null);
  for (const stage of ["under_way", "on_the_way", "to_come"] as const) {
    const found = mine.find((step) => step.stage === stage);
    if (found) return found;
  }
  return null;
}

/** A crew is at one place: of two steps it is said to be on the way to, the newest word counts. */
function goingOnlyTo(steps: StepNow[], goingTo: string | null): StepNow[] {
  if (goingTo === null) return steps;
  return steps.map((step) =>
    step.stage === "on_the_way" && step.step.at !== goingTo ? { ...step, stage: "to_come" } : step,
  );
}

/** The night after the card and every own report; reports in the order of their ids. */
export function foldNight(card: FieldCard, reports: readonly ReportRow[]): Night {
  const heard = heardOf(card, reports);
  const jobs = new Map(card.jobs.map((job) => [job.opening, jobNow(card, job, heard)]));
  const yards = new Map(card.yards.map((yard) => [yard.id, yard]));
  const all = card.steps.map((step, k): StepNow => {
    const job = step.do === "job" ? (jobs.get(step.at) ?? null) : null;
    const stage = step.do === "load" ? loadStage(step, heard) : jobStage(step, job, heard);
    return { step, job, yard: yards.get(step.at) ?? null, stage, number: k + 1 };
  });
  const steps = goingOnlyTo(all, heard.goingTo);
  const current = currentOf(steps);
  const left = steps.filter((s) => s !== current && s.stage === "to_come" && s.job?.givenTo == null);
  const inSteps = new Set(steps.map((step) => step.step.at));
  return {
    steps,
    current,
    next: left[0] ?? null,
    nextYard: current?.step.do === "load" ? null : (left.find((step) => step.step.do === "load") ?? null),
    elsewhere: [...jobs.values()].filter(
      (job) => job.givenTo && (heard.claimed.has(job.job.opening) || !inSteps.has(job.job.opening)),
    ),
    found: heard.found,
    loadM: Math.max(0, heard.loadM),
  };
}
