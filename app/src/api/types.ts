/** The wire's types under the names the board uses. */
export type LonLat = [number, number];
export type Facts = Record<string, string | number>;
export type OpeningState = "found" | "confirmed" | "planned" | "given" | "on_the_way" | "under_way" | "done" | "blocked";
export type OpeningRole = "bar" | "gate" | "emergency";
export type BlockedReason = "residents_object" | "no_material" | "no_fitters" | "too_few_hands" | "car_in_the_way" | "other";
export type RingState = "open" | "closing" | "closed";
export type CrewState = "not_yet" | "idle" | "on_the_way" | "loading" | "working" | "lost" | "off";
export type Phase = "survey" | "plan" | "close";
export interface Flag { code: "two_crews_did_it" | "done_then_reopened"; facts: Facts }
export interface OpeningRow {
  id: string; neighbourhood: string; name: string; line: [LonLat, LonLat]; width_m: number; vehicle: boolean;
  state: OpeningState; position: number; role?: OpeningRole | null; net_m?: number; crew?: string | null;
  due_at?: string | null; since?: string | null; reason?: BlockedReason | null; note?: string; photo?: string | null;
  found_tonight?: boolean; undone_why?: string; flags?: Flag[];
}
export interface NeighbourhoodRow {
  id: string; name: string; community?: string | null; area: LonLat[][]; households?: number | null; ring: RingState;
  openings: number; done: number; blocked: number; position: number; walled?: boolean; due_at?: string | null; closed_at?: string | null;
}
export interface StepRow {
  do: "load" | "job"; at: string; starts_at: string; ends_at: string; net_m: number;
  state?: "to_come" | "under_way" | "done" | "dropped";
}
export interface CrewRow {
  id: string; name: string; lender: string; people: number; state: CrewState; place: LonLat; van_m: number; load_m: number;
  skills: string[]; phone: string; from_s: number; until_s: number; position: number; from_at?: string | null;
  until_at?: string | null; job?: string | null; heard_at?: string | null; steps?: StepRow[];
}
export interface SupplierRow {
  id: string; name: string; place: LonLat; load_s: number; phone: string; position: number; stock_m?: number | null;
  handed_out_m?: number; short?: boolean;
}
export interface OrganisationRow { id: string; name: string; kind: "community" | "cooperative" | "village" | "partner unit"; cadres: number }
export interface Totals {
  neighbourhoods: number; neighbourhoods_closed: number; nets: number; nets_done: number; gates: number; gates_done: number;
  emergency: number; emergency_done: number; blocked: number; unplanned: number; net_m_planned: number; net_m_standing: number;
}
export interface CommunityRow {
  id: string; name: string; neighbourhoods: number; neighbourhoods_closed: number; openings: number; done: number; blocked: number;
  due_at?: string | null;
}
export interface PlanRow {
  id: string; version: number; adopted_at: string; adopted_by: string; finish_at: string; bound_at?: string | null; undone: number; digest: string;
}
export interface NightRow { starts_at: string; deadline_at: string }
export interface Happening {
  position: number; kind: string; at: string; actor: string; opening?: string | null; crew?: string | null; supplier?: string | null; facts?: Facts;
}
export type AlarmCode = "blocked" | "late" | "silent_crew" | "crew_lost" | "supplier_short" | "unplanned_opening" | "undone" | "contradiction" | "past_deadline";
export interface Alarm {
  code: AlarmCode; weight: number; since?: string | null; move: "replan" | "call_crew" | "ask_lead" | "send_material" | "look";
  who: "commander" | "community lead" | "crew" | "supplier"; opening?: string | null; crew?: string | null; supplier?: string | null;
  neighbourhood?: string | null; facts?: Facts;
}
export interface NightForecast {
  computed_at: string; runs: number; p50_at: string; p90_at: string; chance_by_deadline: number; fan?: [number, string][];
}
export interface ClockView { now: string; rate: number }
export interface PulseView { clock: ClockView; alarms: Alarm[]; communities: CommunityRow[]; forecast?: NightForecast | null }
export interface ProposalView {
  id: string; kind: "first" | "replan"; proposed_at: string; finish_at: string; bound_at?: string | null; gates: number; nets: number;
  emergency: number; net_m: number; undone: number; jobs_moved: number;
}
export interface BoardView {
  name: string; exercise: boolean; attribution: string; bounds: [number, number, number, number]; map_digest: string; position: number;
  phase: Phase; night?: NightRow | null; plan?: PlanRow | null; proposal?: ProposalView | null; totals: Totals; pulse: PulseView;
  organisations: OrganisationRow[]; neighbourhoods: NeighbourhoodRow[]; openings: OpeningRow[]; crews: CrewRow[]; suppliers: SupplierRow[];
  happenings: Happening[]; time_zone?: string;
}
export interface ChangeView {
  position: number; happening?: Happening | null; totals: Totals; phase: Phase; night?: NightRow | null; plan?: PlanRow | null;
  proposal?: ProposalView | null; neighbourhoods?: NeighbourhoodRow[]; openings?: OpeningRow[]; crews?: CrewRow[]; suppliers?: SupplierRow[];
}
export interface SessionView { name: string; role: string }
