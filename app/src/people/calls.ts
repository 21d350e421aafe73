/** What the people screen asks of the server, one function a route. */
import { request } from "../api/http";
import type { components } from "../api/schema";

type Schemas = components["schemas"];
export type PersonRow = Schemas["PersonRow"];
export type PhoneRow = Schemas["PhoneRow"];
export type PeopleView = Schemas["PeopleView"];
export type CodeView = Schemas["CodeView"];
export type Role = PersonRow["role"];
export type Scope = Schemas["Scope"];

const of = (name: string) => `/api/people/${encodeURIComponent(name)}`;

/** The wire leaves out what is empty. */
export const NO_SCOPE: Scope = { organisation: "", neighbourhoods: [], crew: "", supplier: "" };

export async function fetchPeople(): Promise<PeopleView> {
  const view = await request<PeopleView>("GET", "/api/people");
  return { ...view, people: view.people.map((person) => ({ ...person, scope: { ...NO_SCOPE, ...person.scope } })) };
}

export const invite = (name: string, role: Role, scope: Scope) =>
  request<CodeView>("POST", "/api/people", { name, role, scope });
export const reassign = (name: string, role: Role, scope: Scope) =>
  request<PersonRow>("POST", `${of(name)}/role`, { role, scope });
export const passwordCode = (name: string) => request<CodeView>("POST", `${of(name)}/password-code`, {});
export const phoneCode = (name: string) => request<CodeView>("POST", `${of(name)}/phone-code`, {});
export const revoke = (name: string) => request<PersonRow>("POST", `${of(name)}/revoke`, {});
export const restore = (name: string) => request<PersonRow>("POST", `${of(name)}/restore`, {});
export const revokePhone = (id: string) => request<PhoneRow>("POST", `/api/devices/${id}/revoke`, {});
export const restorePhone = (id: string) => request<PhoneRow>("POST", `/api/devices/${id}/restore`, {});
export const changePassword = (present: string, next: string) =>
  request<unknown>("POST", "/api/session/password", { present, new: next });
export const signOutEverywhere = () => request<unknown>("POST", "/api/session/everywhere", {});
