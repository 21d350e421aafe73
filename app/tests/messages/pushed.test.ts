/** What a worker shows and opens, and how a subscription is named. */
import { describe, expect, it, vi } from "vitest";
import { bytesOf, nameOf } from "../../src/messages/push";
import { messageIn, type PushWorker, showPushed } from "../../src/messages/pushed";

function worker(urls: string[] = []) {
  const listeners = new Map<string, (event: never) => void>();
  const focus = vi.fn(() => Promise.resolve());
  const showNotification = vi.fn(() => Promise.resolve());
  const openWindow = vi.fn(() => Promise.resolve());
  const made = {
    addEventListener: (type: string, listener: (event: never) => void) => listeners.set(type, listener),
    registration: { showNotification },
    clients: { matchAll: () => Promise.resolve(urls.map((url) => ({ url, focus }))), openWindow },
    location: { origin: "https://board.example" },
  } as unknown as PushWorker;
  const happen = async (type: string, event: object) => {
    let done: Promise<unknown> = Promise.resolve();
    listeners.get(type)?.({ ...event, waitUntil: (promise: Promise<unknown>) => (done = promise) } as never);
    await done;
  };
  return { made, happen, focus, showNotification, openWindow };
}

const pushed = JSON.stringify({ text: "[EXERCISE] 23:10 Crew lost", path: "/?crew=c1", urgent: true });
const tap = (data: unknown) => ({ notification: { data, close: () => undefined } });

describe("a message pushed to a browser", () => {
  it("is shown in its own words, and an urgent one stays until it is seen", async () => {
    const { made, happen, showNotification } = worker();
    showPushed(made, "/icon.png");
    await happen("push", { data: { text: () => pushed } });
    const told = expect.objectContaining({
      body: "[EXERCISE] 23:10 Crew lost",
      data: "/?crew=c1",
      requireInteraction: true,
    }) as unknown;
    expect(showNotification).toHaveBeenCalledWith(expect.any(String), told);
  });

  it("opens what it is about, in the tab that shows it already where there is one", async () => {
    const there = worker(["https://board.example/?crew=c1"]);
    showPushed(there.made, "/icon.png");
    await there.happen("notificationclick", tap("/?crew=c1"));
    expect(there.focus).toHaveBeenCalled();
    const none = worker(["https://board.example/people"]);
    showPushed(none.made, "/icon.png");
    await none.happen("notificationclick", tap("/?crew=c1"));
    expect(none.openWindow).toHaveBeenCalledWith("https://board.example/?crew=c1");
  });

  it("leads nowhere but to this server, whatever arrives", () => {
    expect(messageIn('{"text":"x","path":"https://evil.example"}').path).toBe("/");
    expect(messageIn('{"text":"x","path":"//evil.example"}').path).toBe("/");
    expect(messageIn("plain words")).toEqual({ text: "plain words", path: "/", urgent: false });
  });
});

describe("a subscription", () => {
  it("is named as the server names it, and its key read as the server wrote it", async () => {
    // printf https://push.example/1 | sha256sum | cut -c1-24
    expect(await nameOf("https://push.example/1")).toBe("5ba15fff965f44afa55aa4fa");
    expect([...bytesOf("-_8A")]).toEqual([251, 255, 0]);
  });
});
