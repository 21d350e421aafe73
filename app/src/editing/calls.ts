/** What editing asks of the server, one function a route. */
import { request } from "../api/http";
import type {
  BlockView,
  ChecklistView,
  ClosureStateView,
  ClosureView,
  EditsView,
  EditView,
  ImportView,
  NewEdit,
  Rank,
  RulesSet,
  VerifyView,
} from "./types";

const part = encodeURIComponent;

export const EXPORT_PATH = "/api/survey/export";

export const fetchEdits = () => request<EditsView>("GET", "/api/survey/edits");
export const sendEdit = (edit: NewEdit, eventId: string) =>
  request<EditView>("POST", "/api/survey/edits", { edit, event_id: eventId });
/** Of an edit; or of an undoing, which puts the edit in force again. */
export const sendUndo = (event: string) => request<EditView>("POST", `/api/survey/edits/${part(event)}/undo`, {});
export const fetchChecklist = (neighbourhood: string) =>
  request<ChecklistView>("GET", `/api/survey/checklist?neighbourhood=${part(neighbourhood)}`);
export const fetchBlocks = (rank: Rank) => request<BlockView[]>("GET", `/api/survey/blocks?rank=${rank}`);
export const acceptBlock = (rank: Rank, id: string, name: string) =>
  request<EditView[]>("POST", "/api/survey/blocks", { rank, blocks: [{ id, name }] });
export const fetchClosure = () => request<ClosureStateView>("GET", "/api/closure");
export const proposeClosure = (neighbourhood: string) =>
  request<ClosureView>("POST", "/api/closure/propose", { neighbourhood });
export const adoptClosure = (id: string, onVersion: number) =>
  request<unknown>("POST", `/api/closure/${part(id)}/adopt`, { on_version: onVersion });
export const setClosureRules = (rules: RulesSet) => request<ClosureStateView>("POST", "/api/closure/rules", rules);
export const verifyClosure = () => request<VerifyView>("POST", "/api/closure/verify", {});

/** A file of edits, as a form would send it. */
export function sendFile(file: File): Promise<ImportView> {
  const form = new FormData();
  form.append("data", file);
  return request<ImportView>("POST", "/api/survey/import", form);
}
