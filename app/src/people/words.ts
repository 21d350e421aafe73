/** People in words: scopes, refusals, and who may give which role. */
import type { TFunction } from "i18next";
import { Refused } from "../api/http";
import { refusalText } from "../dialogs/refusalWords";
import { crewLabel, neighbourhoodLabel, organisationLabel, supplierLabel } from "../shared/labels";
import type { Board } from "../state/board";
import type { PersonRow, Role, Scope } from "./calls";

export const ROLES: readonly Role[] = [
  "commander",
  "community_lead",
  "lender",
  "crew_lead",
  "supplier",
  "gatekeeper",
  "patroller",
  "volunteer",
  "auditor",
];

const LEAD_GIVES: readonly Role[] = ["crew_lead", "gatekeeper", "patroller", "volunteer"];

/** The roles somebody may give; the server decides, this only hides what it would refuse. */
export function rolesGivenBy(role: Role | undefined): readonly Role[] {
  if (role === "commander") return ROLES;
  return role === "community_lead" ? LEAD_GIVES : [];
}

type Part = "organisation" | "neighbourhoods" | "crew" | "supplier";

/** What the scope of a role is made of. */
export const PARTS: Readonly<Record<Role, readonly Part[]>> = {
  commander: [],
  community_lead: ["organisation", "neighbourhoods"],
  lender: ["organisation"],
  crew_lead: ["crew"],
  supplier: ["supplier"],
  gatekeeper: ["organisation", "neighbourhoods"],
  patroller: ["organisation", "neighbourhoods"],
  volunteer: ["organisation", "neighbourhoods"],
  auditor: [],
};

/** What of the board somebody reaches, by name. */
export function scopeText(role: Role, scope: Scope, board: Board, t: TFunction): string {
  if (PARTS[role].length === 0) return t("people.everything");
  const parts = [
    scope.organisation ? organisationLabel(board, scope.organisation) : "",
    ...scope.neighbourhoods.map((id) => neighbourhoodLabel(board, id)),
    scope.crew ? crewLabel(board, scope.crew) : "",
    scope.supplier ? supplierLabel(board, scope.supplier) : "",
  ].filter(Boolean);
  return parts.join(" · ") || t("people.nothing");
}

/** Whether a search meant this person. */
export function fits(person: PersonRow, asked: string, board: Board, t: TFunction): boolean {
  const said = `${person.name} ${t(`people.role.${person.role}`)} ${scopeText(person.role, person.scope, board, t)}`;
  return asked
    .toLowerCase()
    .split(/\s+/)
    .every((word) => said.toLowerCase().includes(word));
}

/** Those who may come in first, in order of role and name. */
export function ordered(people: readonly PersonRow[]): PersonRow[] {
  const rank = (person: PersonRow) => (person.revoked_at ? 100 : 0) + ROLES.indexOf(person.role);
  return [...people].sort((a, b) => rank(a) - rank(b) || a.name.localeCompare(b.name, "zh"));
}

const WORDS = {
  "people.name_taken": "nameTaken",
  "people.name_unfit": "nameUnfit",
  "people.scope_unknown": "scopeUnknown",
  "people.unknown": "unknown",
  "people.revoked": "revoked",
  "people.last_commander": "lastCommander",
  "people.not_yours": "notYours",
  "password.wrong": "passwordWrong",
  "password.too_short": "passwordShort",
} as const;

export function peopleRefusal(error: unknown, t: TFunction): string {
  if (!(error instanceof Refused) || !(error.code in WORDS)) return refusalText(error, t);
  return t(`people.refusal.${WORDS[error.code as keyof typeof WORDS]}`, {
    unknown: String(error.facts.unknown ?? ""),
  });
}
