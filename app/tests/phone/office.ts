/** A server small enough to read: a journal that counts each event once, and every way a line can fail. */
import type { Answer, Asking, Line, Method } from "../../src/phone/sync/line";
import { NoSignal } from "../../src/phone/sync/line";
import type { FieldCard } from "../../src/phone/types";
import { cardOf } from "./town";

interface Entry {
  id: string;
  kind: string;
  body: unknown;
  device: string;
  happenedAt: string;
}

interface Sent {
  reports: { event_id: string; kind: string; body: unknown; happened_at: string }[];
  device: string;
  made_on?: string;
  sent_at?: string;
}

export type Mishap = "none" | "no_signal" | "receipt_lost";

export class Office {
  journal: Entry[] = [];
  photos = new Map<string, ArrayBuffer>();
  batches: Sent[] = [];
  /** What happens to the next requests, one after the other; then nothing does. */
  mishaps: Mishap[] = [];
  /** Answered instead of anything else. */
  refusal: { status: number; code: string; headers?: Record<string, string> } | null = null;
  /** Kinds that are not understood. */
  strange = new Set<string>();
  /** Bodies that make a whole batch unreadable. */
  poison: string | null = null;
  clockMs: number | null = null;
  card: FieldCard = cardOf();
  asked: string[] = [];

  readonly line: Line = (method, path, asking = {}) => {
    const mishap = this.mishaps.shift() ?? "none";
    if (mishap === "no_signal") return Promise.reject(new NoSignal(path));
    const answer = this.answerTo(method, path, asking);
    if (mishap === "receipt_lost") return Promise.reject(new NoSignal(path));
    return Promise.resolve(answer);
  };

  ids(): string[] {
    return this.journal.map((entry) => entry.id);
  }

  private answerTo(method: Method, path: string, asking: Asking): Answer {
    this.asked.push(`${method} ${path.split("?")[0] ?? ""}`);
    if (this.refusal) return this.answer(this.refusal.status, { code: this.refusal.code }, this.refusal.headers);
    if (method === "PUT") {
      this.photos.set(path.split("/").at(-1) ?? "", asking.jpeg ?? new ArrayBuffer(0));
      return this.answer(200, {});
    }
    if (path.startsWith("/api/field/card")) return this.cardAnswer(new URLSearchParams(path.split("?")[1]));
    return this.take(asking.json as Sent);
  }

  private cardAnswer(asked: URLSearchParams): Answer {
    const [position, id] = (asked.get("receipt") ?? "").split(":");
    const forgotten = Boolean(id) && this.journal[Number(position) - 1]?.id !== id;
    const map = asked.get("known") === this.card.map_key ? null : this.card.map;
    return this.answer(200, { ...this.card, position: this.journal.length, forgotten, map }, { etag: '"x"' });
  }

  private take(sent: Sent): Answer {
    this.batches.push(sent);
    if (this.poison && sent.reports.some((report) => JSON.stringify(report).includes(this.poison ?? ""))) {
      return this.answer(400, { code: "reports.unreadable" });
    }
    return this.answer(200, {
      receipts: sent.reports.map((report) =>
        this.record(report, sent.made_on ? `${sent.made_on} via ${sent.device}` : sent.device),
      ),
    });
  }

  private record(report: Sent["reports"][number], device: string): object {
    const known = this.journal.findIndex((entry) => entry.id === report.event_id);
    if (known >= 0) {
      const differs = this.journal[known]?.device !== device;
      return { event_id: report.event_id, position: known + 1, again: true, differs };
    }
    const { event_id: id, kind, body, happened_at: happenedAt } = report;
    this.journal.push({ id, kind, body, device, happenedAt });
    const quarantined = this.strange.has(kind) ? { quarantined: `no kind of entry is called '${kind}'` } : {};
    return { event_id: id, position: this.journal.length, ...quarantined };
  }

  private answer(status: number, body: unknown, headers: Record<string, string> = {}): Answer {
    const code = status < 400 ? "" : ((body as { code?: string }).code ?? "");
    return { status, code, body, serverAt: this.clockMs ?? Date.now(), headers: new Headers(headers) };
  }
}
