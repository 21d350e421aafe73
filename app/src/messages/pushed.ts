/** What a service worker does with a message pushed to it: shows its text, and opens what it is about on a tap. */

/** A message as the server pushes it; an exercise is marked in the text itself. */
export interface Pushed {
  text: string;
  path: string;
  urgent: boolean;
}

interface Tab {
  url: string;
  focus: () => Promise<unknown>;
  navigate?: (url: string) => Promise<unknown>;
}

interface Lasting extends Event {
  waitUntil: (done: Promise<unknown>) => void;
}

interface PushArrived extends Lasting {
  data: { text: () => string } | null;
}

interface Tapped extends Lasting {
  notification: { data: unknown; close: () => void };
}

export interface PushWorker {
  addEventListener: ((type: "push", listener: (event: PushArrived) => void) => void) &
    ((type: "notificationclick", listener: (event: Tapped) => void) => void);
  registration: { showNotification: (title: string, options: NotificationOptions) => Promise<void> };
  clients: {
    matchAll: (options: { type: "window"; includeUncontrolled: boolean }) => Promise<readonly Tab[]>;
    openWindow: (url: string) => Promise<unknown>;
  };
  location: { origin: string };
}

/** A message out of what arrived; whatever arrived is shown, for browsers insist on it. */
export function messageIn(raw: string): Pushed {
  try {
    const told = JSON.parse(raw) as Partial<Pushed> | null;
    if (typeof told?.text === "string") {
      return { text: told.text, path: safe(told.path), urgent: told.urgent === true };
    }
  } catch {
    // not ours, or a server of another version: its words are shown as they are
  }
  return { text: raw, path: "/", urgent: false };
}

/** A path on this server; anything that leads elsewhere becomes the board. */
function safe(path: unknown): string {
  return typeof path === "string" && /^\/(?![/\\])/.test(path) ? path : "/";
}

async function open(worker: PushWorker, path: string): Promise<void> {
  const url = new URL(path, worker.location.origin).href;
  const tabs = await worker.clients.matchAll({ type: "window", includeUncontrolled: true });
  const there = tabs.find((tab) => tab.url === url);
  await (there ? there.focus() : worker.clients.openWindow(url));
}

/**
 * Has a worker show what is pushed to it.
 *
 * @param pathOf where a tap leads, from where the message would lead
 */
export function showPushed(worker: PushWorker, icon: string, pathOf: (path: string) => string = (path) => path): void {
  worker.addEventListener("push", (event) => {
    const { text, path, urgent } = messageIn(event.data?.text() ?? "");
    const told = { body: text, icon, data: pathOf(path), tag: text, requireInteraction: urgent };
    event.waitUntil(worker.registration.showNotification("一盘棋 Yipanqi", told));
  });
  worker.addEventListener("notificationclick", (event) => {
    event.notification.close();
    event.waitUntil(open(worker, safe(event.notification.data)));
  });
}
