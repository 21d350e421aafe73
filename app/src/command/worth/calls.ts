/** What weighing and a proposal's changes ask of the server. */
import { request } from "../../api/http";
import type { components } from "../../api/schema";

type Schemas = components["schemas"];
export type WorthView = Schemas["WorthView"];
export type WorthReport = Schemas["WorthReport"];
export type Weighed = WorthReport["weighed"][number];
export type Played = Weighed["night"];
export type ProposalChanges = Schemas["ProposalChanges"];

export const lookAtWorth = () => request<WorthView>("GET", "/api/worth/");
export const beginWeighing = () => request<WorthView>("POST", "/api/worth/");
export const stopWeighing = () => request<WorthView>("POST", "/api/worth/stop");
export const fetchChanges = () => request<ProposalChanges>("GET", "/api/plans/changes");
