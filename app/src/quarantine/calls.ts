/** What was kept apart, asked for and settled. */
import { request } from "../api/http";
import type { components } from "../api/schema";
import { freshId } from "../shared/freshId";

export type KeptView = components["schemas"]["KeptView"];

const of = (id: string) => `/api/quarantine/${encodeURIComponent(id)}`;

export const fetchKept = () => request<KeptView[]>("GET", "/api/quarantine");
/** Believes it (`accept`) or leaves it, on the version it was seen at. */
export const settle = (kept: KeptView, how: "accept" | "leave") =>
  request<unknown>("POST", `${of(kept.id)}/${how}`, { on_version: kept.version, event_id: freshId() });
