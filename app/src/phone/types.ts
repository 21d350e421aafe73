/** The wire's types under the names a phone uses; all of them generated from the server's own. */
import type { components } from "../api/schema";

type Schemas = components["schemas"];

export type GoodsView = Schemas["GoodsView"];
export type FieldCard = Schemas["FieldCard"];
export type JobCard = Schemas["JobCard"];
export type FreeJob = Schemas["FreeJob"];
export type YardCard = Schemas["YardCard"];
export type StepRow = Schemas["StepRow"];
export type Partner = Schemas["Partner"];
export type CrewChoice = Schemas["CrewChoice"];
export type NearNeighbourhood = Schemas["NearNeighbourhood"];
export type ProblemRow = Schemas["ProblemRow"];
export type DecisionRow = Schemas["DecisionRow"];
export type Receipt = Schemas["ReportReceipt"];
export type BlockedReason = NonNullable<JobCard["reason"]>;
export type ProblemReason = ProblemRow["reason"];
export type LonLat = readonly [number, number];

export const BLOCKED_REASONS = [
  "residents_object",
  "no_material",
  "no_fitters",
  "too_few_hands",
  "car_in_the_way",
  "other",
] as const satisfies readonly BlockedReason[];

/** A street, a house, a wall: one feature of the small map. */
export interface MapFeature {
  properties: { layer: string; name?: string; highway?: string; vehicle?: boolean };
  geometry: { type: string; coordinates: unknown };
}

/** The card's small map, which the wire's type leaves open. */
export interface SmallMap {
  features: MapFeature[];
}

/** Everything a phone reports, by kind; as docs/reference/events.md has it. */
export interface Facts {
  "crew.set_out": { crew: string; to: string; place?: LonLat };
  "crew.loaded": { crew: string; supplier: string; net_m: number };
  "opening.started": { opening: string; crew: string; place?: LonLat };
  "opening.done": { opening: string; crew: string; width_m?: number; net_m: number; photo?: string };
  "opening.blocked": { opening: string; crew: string; reason: BlockedReason; note: string };
  "opening.found": {
    opening: string;
    neighbourhood: string;
    line: readonly [LonLat, LonLat];
    width_m: number;
    vehicle: boolean;
    name: string;
    crew: string;
  };
  "problem.raised": {
    problem: string;
    reason: ProblemReason;
    words: string;
    by: string;
    opening?: string;
    neighbourhood?: string;
    crew: string;
  };
  "decision.carried_out": { decision: string; words: string };
  "goods.handed_out": { supplier: string; crew: string; good: string; amount: number; signed_by: string };
  "goods.arrived": { order: string; supplier: string; good: string; amount: number; signed_by: string };
  "goods.ordered": {
    order: string;
    seller: string;
    good: string;
    amount: number;
    supplier: string;
    due_at: string;
  };
  "supplier.counted": { supplier: string; stock_m: number };
  "loan.offered": {
    loan: string;
    lender: string;
    from_at: string;
    until_at: string;
    people: number;
    skills: readonly string[];
    good: string | null;
    amount: number;
    terms: string;
    price: number;
    where: string;
    note: string;
  };
  "loan.withdrawn": { loan: string };
  "loan.returned": { loan: string; people: number; amount: number; damaged: number; signed_by: string };
}

export type FactKind = keyof Facts;
