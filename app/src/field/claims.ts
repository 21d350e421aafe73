/** Taking a job by oneself and giving it back: the only things a phone does that need a signal, since of two crews one is first. */
import { freshId } from "../shared/freshId";
import { line, loop } from "../phone/current";
import { NoSignal } from "../phone/sync/line";

/** How it went: done, no signal, or the server's reason with who was first and when. */
export type Outcome =
  { kind: "done" } | { kind: "no_signal" } | { kind: "refused"; code: string; by: string; at: string };

async function claim(what: "take" | "give-back", opening: string, crew: string, onVersion: number): Promise<Outcome> {
  try {
    const json = { crew, on_version: onVersion, event_id: freshId() };
    const answer = await line("POST", `/api/jobs/${encodeURIComponent(opening)}/${what}`, { json });
    void loop.now(); // the card tells how it stands now, whoever has it
    if (answer.status === 200) return { kind: "done" };
    const facts = (answer.body as { facts?: Record<string, string> } | null)?.facts ?? {};
    const code = answer.code || String(answer.status);
    return { kind: "refused", code, by: facts.by ?? "", at: facts.at ?? "" };
  } catch (error) {
    if (error instanceof NoSignal) return { kind: "no_signal" };
    throw error;
  }
}

export const takeJob = (opening: string, crew: string, onVersion: number) => claim("take", opening, crew, onVersion);
export const giveJobBack = (opening: string, crew: string, onVersion: number) =>
  claim("give-back", opening, crew, onVersion);
