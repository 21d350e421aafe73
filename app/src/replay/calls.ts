/** What looking back asks of the server, one function a route. */
import { request } from "../api/http";
import type { components } from "../api/schema";
import type { BoardView } from "../api/types";

type Schemas = components["schemas"];
export type Afterwards = Schemas["Afterwards"];
export type Milestone = Schemas["Milestone"];
export type PastChange = Schemas["PastChange"];
export type ReplayView = Schemas["ReplayView"];

/** Where the past comes from. */
export interface Source {
  /** The board after the entry at a position. */
  boardAfter: (position: number) => Promise<BoardView>;
  /** The board after the last entry recorded by then (Unix milliseconds). */
  boardAt: (at: number) => Promise<BoardView>;
  /** The next entries after a position; none at the end. */
  changesAfter: (position: number) => Promise<PastChange[]>;
}

const PAGE = 120;

const boardAfter = (position: number) => request<BoardView>("GET", `/api/replay/board?position=${position}`);

export const server: Source = {
  boardAfter,
  boardAt: (at) => request<BoardView>("GET", `/api/replay/board?at=${encodeURIComponent(new Date(at).toISOString())}`),
  changesAfter: (position) => request<PastChange[]>("GET", `/api/replay/changes?after=${position}&most=${PAGE}`),
};

export const fetchReplay = () => request<ReplayView>("GET", "/api/replay");
export const fetchAfterwards = () => request<Afterwards>("GET", "/api/afterwards");
/** The address of the account as a file. */
export const accountFile = (form: "pdf" | "xlsx", language: "zh" | "en") =>
  `/api/afterwards/account.${form}?lang=${language}`;
