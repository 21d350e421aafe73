/** The stream of changes: one EventSource at a time, watched, and opened again when it dies. */
import type { ChangeView, PulseView } from "./types";

export interface StreamEvents {
  change: (change: ChangeView) => void;
  pulse: (pulse: PulseView) => void;
  /** The server asks for a fresh start: fetch the board, then go on from it. */
  reset: () => void;
  lost: () => void;
  /** Called before each new try; resolves to the position to go on after. */
  resume: () => Promise<number>;
}

const SILENCE_MS = 12_000;
const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 8_000;

/** Waits of 0.5, 1, 2, 4, 8, 8 ... seconds. */
export function waitBefore(attempt: number): number {
  return Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** attempt);
}

/** Opens the stream after `position` and keeps it open; returns what stops it. */
export function openStream(position: number, events: StreamEvents): () => void {
  let source: EventSource | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let attempt = 0;
  let stopped = false;

  function watch(): void {
    clearTimeout(timer);
    timer = setTimeout(fail, SILENCE_MS);
  }

  function fail(): void {
    source?.close();
    events.lost();
    clearTimeout(timer);
    if (!stopped) timer = setTimeout(retry, waitBefore(attempt++));
  }

  function retry(): void {
    events.resume().then(connect, fail);
  }

  function connect(after: number): void {
    if (stopped) return;
    source = new EventSource(`/api/changes?after=${after}`);
    source.addEventListener("change", (message: MessageEvent<string>) => {
      watch();
      events.change(JSON.parse(message.data) as ChangeView);
    });
    source.addEventListener("pulse", (message: MessageEvent<string>) => {
      attempt = 0;
      watch();
      events.pulse(JSON.parse(message.data) as PulseView);
    });
    source.addEventListener("reset", () => {
      source?.close();
      clearTimeout(timer);
      events.reset();
      retry();
    });
    source.onerror = fail;
    watch();
  }

  connect(position);
  return () => {
    stopped = true;
    source?.close();
    clearTimeout(timer);
  };
}
