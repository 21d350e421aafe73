/** The wire's types under the names the board uses; all of them generated from the server's own. */
import type { components } from "./schema";

type Schemas = components["schemas"];

export type Alarm = Schemas["Alarm"];
export type BoardView = Schemas["BoardView"];
export type ChangeView = Schemas["ChangeView"];
export type CommunityPlank = Schemas["CommunityPlank"];
export type CommunityRow = Schemas["CommunityRow"];
export type CrewRow = Schemas["CrewRow"];
export type Flag = Schemas["Flag"];
export type Happening = Schemas["Happening"];
export type NeighbourhoodRow = Schemas["NeighbourhoodRow"];
export type NightForecast = Schemas["NightForecast"];
export type NightRow = Schemas["NightRow"];
export type OpeningRow = Schemas["OpeningRow"];
export type OrganisationRow = Schemas["OrganisationRow"];
export type PlanRow = Schemas["PlanRow"];
export type ProposalView = Schemas["ProposalView"];
export type PulseView = Schemas["PulseView"];
export type SessionView = Schemas["Session"];
export type StepRow = Schemas["StepRow"];
export type SupplierRow = Schemas["SupplierRow"];
export type Totals = Schemas["Totals"];
export type WeakPlank = Schemas["WeakPlank"];

export type LonLat = OpeningRow["line"][0];
export type DecisionRow = Schemas["DecisionRow"];
export type LockRow = Schemas["LockRow"];
export type ProblemRow = Schemas["ProblemRow"];
export type ProposedMove = Schemas["ProposedMove"];
export type StandingRuleRow = Schemas["StandingRuleRow"];
export type TalkingPoints = Schemas["TalkingPoints"];
export type WhatIf = Schemas["WhatIf"];

export type Facts = NonNullable<Alarm["facts"]>;
export type AlarmCode = Alarm["code"];
export type BlockedReason = NonNullable<OpeningRow["reason"]>;
export type CrewState = CrewRow["state"];
export type OpeningRole = NonNullable<OpeningRow["role"]>;
export type OpeningState = OpeningRow["state"];
export type Phase = BoardView["phase"];
export type RingState = NeighbourhoodRow["ring"];
