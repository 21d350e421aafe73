/** What the board asks of the server, one function a route. */
import type { FeatureCollection } from "geojson";
import { request } from "./http";
import type { BoardView, ProposalView, SessionView, WeakPlank } from "./types";

export const fetchBoard = () => request<BoardView>("GET", "/api/board");
export const fetchMap = () => request<FeatureCollection>("GET", "/api/map");
export const fetchSession = () => request<SessionView>("GET", "/api/session");
export const fetchPlanDocument = (digest: string) =>
  request<FeatureCollection>("GET", `/api/documents/${encodeURIComponent(digest)}`);
export const fetchWeakPlank = () => request<WeakPlank | null>("GET", "/api/weak-plank");
export const fetchPastWeakPlank = (position: number) =>
  request<WeakPlank | null>("GET", `/api/replay/weak-plank?position=${position}`);
export const signOut = () => request<unknown>("DELETE", "/api/session");
export const proposePlan = () => request<ProposalView>("POST", "/api/plans/propose", {});
export const adoptPlan = (id: string, onVersion: number) =>
  request<unknown>("POST", `/api/plans/${encodeURIComponent(id)}/adopt`, { on_version: onVersion });
