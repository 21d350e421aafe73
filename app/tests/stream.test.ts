import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { openStream, type StreamEvents, waitBefore } from "../src/api/stream";

class FakeSource extends EventTarget {
  static all: FakeSource[] = [];
  closed = false;
  onerror: (() => void) | null = null;

  constructor(readonly url: string) {
    super();
    FakeSource.all.push(this);
  }

  say(event: string, data: unknown): void {
    this.dispatchEvent(new MessageEvent(event, { data: JSON.stringify(data) }));
  }

  close(): void {
    this.closed = true;
  }
}

function last(): FakeSource {
  const source = FakeSource.all.at(-1);
  if (!source) throw new Error("no stream was opened");
  return source;
}

function watching(resume: () => Promise<number> = () => Promise.resolve(42)) {
  return {
    change: vi.fn(),
    pulse: vi.fn(),
    reset: vi.fn(),
    lost: vi.fn(),
    resume: vi.fn(resume),
  } satisfies StreamEvents;
}

beforeEach(() => {
  vi.useFakeTimers();
  FakeSource.all = [];
  vi.stubGlobal("EventSource", FakeSource);
});

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

describe("the stream", () => {
  it("goes on after the position the board stands at, and tells what it hears", () => {
    const events = watching();
    openStream(7, events);
    expect(last().url).toBe("/api/changes?after=7");
    last().say("change", { position: 8 });
    last().say("pulse", { alarms: [] });
    expect(events.change).toHaveBeenCalledWith({ position: 8 });
    expect(events.pulse).toHaveBeenCalledOnce();
  });

  it("says the line is lost, waits, fetches the board anew and goes on from there", async () => {
    const events = watching();
    openStream(7, events);
    last().onerror?.();
    expect(events.lost).toHaveBeenCalledOnce();
    await vi.advanceTimersByTimeAsync(waitBefore(0));
    expect(events.resume).toHaveBeenCalledOnce();
    expect(last().url).toBe("/api/changes?after=42");
  });

  it("takes silence for a dead line, for a half-open connection never errs", async () => {
    const events = watching();
    openStream(7, events);
    const first = last();
    await vi.advanceTimersByTimeAsync(12_001);
    expect(events.lost).toHaveBeenCalled();
    expect(first.closed).toBe(true);
  });

  it("tries again, ever slower, while the server is away", async () => {
    const events = watching(() => Promise.reject(new Error("away")));
    openStream(7, events);
    last().onerror?.();
    await vi.advanceTimersByTimeAsync(500 + 1000 + 2000 + 4000 + 10);
    expect(events.resume).toHaveBeenCalledTimes(4);
    expect(waitBefore(30)).toBe(8000);
  });

  it("starts afresh when the server asks for it, without calling that a loss", async () => {
    const events = watching();
    openStream(99, events);
    last().say("reset", { position: 3 });
    await vi.advanceTimersByTimeAsync(0);
    expect(events.reset).toHaveBeenCalledOnce();
    expect(events.lost).not.toHaveBeenCalled();
    expect(last().url).toBe("/api/changes?after=42");
  });

  it("is silent once stopped", async () => {
    const events = watching();
    const stop = openStream(7, events);
    stop();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(FakeSource.all).toHaveLength(1);
    expect(events.lost).not.toHaveBeenCalled();
  });
});
