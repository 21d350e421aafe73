/** Enrolling: a code from the office, shown once, becomes this phone's own token. */
import type { Enrolment, FieldStore } from "../store/store";
import { type Line, NoSignal } from "./line";

/** How an attempt to enrol ended. */
export type Enrolled = { ok: true } | { ok: false; why: "wrong" | "no_signal" | "failed"; code: string };

/** The code in an address like /field#enrol=CODE; "" when there is none. */
export function codeIn(hash: string): string {
  return new URLSearchParams(hash.replace(/^#/, "")).get("enrol") ?? "";
}

/** A typed or scanned code: the bare code, also from a whole address. */
export function codeFrom(text: string): string {
  const hash = text.indexOf("#");
  return (hash >= 0 ? codeIn(text.slice(hash)) : text).trim();
}

/** Exchanges the code for a token and keeps that. What lies unsent on the phone stays as it is. */
export async function enrol(store: FieldStore, line: Line, code: string, label: string): Promise<Enrolled> {
  try {
    const answer = await line("POST", "/api/devices/enrol", { json: { code: codeFrom(code), label } });
    if (answer.status !== 200) {
      const wrong = answer.status === 404 || answer.status === 400;
      return { ok: false, why: wrong ? "wrong" : "failed", code: answer.code || `HTTP ${answer.status}` };
    }
    const { token, device, person, role } = answer.body as Enrolment;
    await store.transaction("rw", store.meta, async () => {
      await store.put("enrolment", { token, device, person, role });
      await store.drop("crew"); // whose phone it is now comes with the token
    });
    return { ok: true };
  } catch (error) {
    if (error instanceof NoSignal) return { ok: false, why: "no_signal", code: "" };
    throw error;
  }
}
