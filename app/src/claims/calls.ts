/** Taking an opening and giving it back, one function a route. */
import { request } from "../api/http";
import { freshId } from "../shared/freshId";

const of = (opening: string) => `/api/jobs/${encodeURIComponent(opening)}`;

/** Takes it as it was seen: `onVersion` is its claim's, 0 where nobody ever took it. */
export const takeJob = (opening: string, crew: string, onVersion: number) =>
  request<unknown>("POST", `${of(opening)}/take`, { crew, on_version: onVersion, event_id: freshId() });
export const giveJobBack = (opening: string, crew: string, onVersion: number) =>
  request<unknown>("POST", `${of(opening)}/give-back`, { crew, on_version: onVersion, event_id: freshId() });
