/** The wire's types of editing, generated from the server's own. */
import type { components } from "../api/schema";

type Schemas = components["schemas"];

export type BlockView = Schemas["BlockView"];
export type ChecklistView = Schemas["ChecklistView"];
export type ClosureStateView = Schemas["ClosureStateView"];
export type ClosureView = Schemas["ClosureView"];
export type DoubtView = Schemas["DoubtView"];
export type EditView = Schemas["EditView"];
export type EditsView = Schemas["EditsView"];
export type Figures = Schemas["Figures"];
export type FindingView = Schemas["FindingView"];
export type ImportProblem = Schemas["ImportProblem"];
export type ImportView = Schemas["ImportView"];
export type OpeningChange = Schemas["OpeningChange"];
export type RulesSet = Schemas["ClosureRulesSet"];
export type WayAsked = Schemas["WayAsked"];
export type VerifyView = Schemas["VerifyView"];

export type Edit = EditView["edit"];
/** What the desk fills in, so that an edit means the same whatever the map becomes. */
type ByTheDesk = "line" | "ways" | "was_m" | "were_m";
/** An edit as it is sent. */
export type NewEdit = Edit extends infer E
  ? E extends { do: "width" | "no-opening" }
    ? Omit<E, ByTheDesk>
    : E
  : never;
export type Wish = Extract<Edit, { do: "gate" }>["wish"];
export type Stops = NonNullable<Extract<Edit, { do: "wall" }>["stops"]>;
export type Rank = "primary" | "secondary" | "tertiary" | "unclassified" | "residential";
