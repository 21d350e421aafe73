/**
 * Syncing by itself: at once when something is reported, when the signal comes back or the page is looked at again;
 * otherwise every quarter of a minute, and ever slower while nothing answers.
 */
import { boardNow, fetchCard } from "./card";
import { type Line, NoSignal } from "./line";
import { type Ending, sendAll } from "./sending";
import { say } from "./status";
import { inTurn } from "./turn";
import type { FieldStore } from "../store/store";

const EVERY_MS = 15_000;
const HIDDEN_MS = 60_000;
const FIRST_MS = 2_000;
const LONGEST_MS = 60_000;
/** When another tab of this phone is at it. */
const OTHER_TAB_MS = 3_000;

/** How long to wait after so many failures: twice as long each time, by chance, so that a crowd does not come at once. */
export function waitAfter(failures: number, chance: number): number {
  const most = Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.min(failures, 10));
  return Math.round(most / 2 + (chance * most) / 2);
}

interface Round {
  ending: Ending | "no_signal";
  after: number | null;
}

/** The card, what waits, and the card again if anything went. */
export async function round(store: FieldStore, line: Line): Promise<Round> {
  say({ sending: true });
  try {
    const { answer, clockOffMs } = await fetchCard(store, line);
    say({ line: "up", clockOffMs });
    if (answer.status === 401) {
      const ending: Ending = answer.code === "device.revoked" ? "revoked" : "sign_in";
      say({ ending, code: answer.code });
      return { ending, after: null };
    }
    const kept = await store.get("card");
    const sentAt = () => new Date(boardNow(kept)).toISOString();
    const device = (await store.get("enrolment"))?.device ?? (await store.get("device")) ?? "";
    const sent = await sendAll({ store, line, device, journal: kept?.card.journal ?? "", sentAt });
    say({ ending: sent.ending, code: sent.code });
    if (sent.reports > 0) await fetchCard(store, line);
    return { ending: sent.ending, after: sent.after };
  } catch (error) {
    if (!(error instanceof NoSignal)) throw error;
    say({ line: "down" });
    return { ending: "no_signal", after: null };
  } finally {
    say({ sending: false });
  }
}

/** The loop of one tab. */
export class Loop {
  private failures = 0;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private running = false;
  private again = false;
  private readonly tab = Math.random().toString(36).slice(2);

  constructor(
    private readonly store: FieldStore,
    private readonly line: Line,
  ) {}

  /** Starts; the returned function stops it. */
  start(): () => void {
    const wake = () => void this.now();
    const seen = () => {
      if (document.visibilityState === "visible") wake();
    };
    const gone = () => say({ line: "down" });
    window.addEventListener("online", wake);
    window.addEventListener("offline", gone);
    window.addEventListener("pageshow", wake);
    document.addEventListener("visibilitychange", seen);
    wake();
    return () => {
      clearTimeout(this.timer);
      window.removeEventListener("online", wake);
      window.removeEventListener("offline", gone);
      window.removeEventListener("pageshow", wake);
      document.removeEventListener("visibilitychange", seen);
    };
  }

  /** A round now; one that is asked for while another runs comes right after it. */
  async now(): Promise<void> {
    this.again = true;
    if (this.running) return;
    this.running = true;
    clearTimeout(this.timer);
    try {
      while (this.again) {
        this.again = false;
        await this.turn();
      }
    } finally {
      this.running = false;
    }
  }

  private async turn(): Promise<void> {
    let ended: Round = { ending: "busy", after: null };
    let ran = true;
    try {
      ran = await inTurn(this.store, this.tab, async () => {
        ended = await round(this.store, this.line);
      });
    } catch (error) {
      say({ code: error instanceof Error ? error.name : "unknown", ending: "unclear" });
    }
    this.timer = setTimeout(() => void this.now(), ran ? this.rest(ended) : OTHER_TAB_MS);
  }

  private rest({ ending, after }: Round): number {
    this.failures = ending === "all" ? 0 : this.failures + 1;
    const usual = document.visibilityState === "visible" ? EVERY_MS : HIDDEN_MS;
    const wait = this.failures === 0 ? usual : waitAfter(this.failures - 1, Math.random());
    return Math.max(wait, (after ?? 0) * 1000);
  }
}
