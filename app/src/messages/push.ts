/** Whether this browser is told by web push, and turning that on and off. */

/** What a subscription asks of the server, whichever way the page talks to it. */
export interface PushCalls {
  /** The key to subscribe with; "" where the server has no push. */
  key: () => Promise<string>;
  subscribe: (endpoint: string, keys: { p256dh: string; auth: string }, language: "zh" | "en") => Promise<unknown>;
  unsubscribe: (name: string) => Promise<unknown>;
  /** Has a message sent to this subscription alone, to see that it arrives. */
  test: (name: string) => Promise<unknown>;
}

/**
 * `unsupported`: this browser can't, or only once installed (iPhone), or only over https.
 * `off`: the server has no push. `denied`: the person said no, which only the browser's settings undo.
 */
export type PushState = "unsupported" | "off" | "denied" | "idle" | "on";

/** The browser could not reach its own push service; there may be none it can use. */
export class NoPushService extends Error {}

export interface Worker {
  script: string;
  scope: string;
}

/** The board's own worker; its scope holds no page, so that it never stands between one and the server. */
export const boardWorker: Worker = { script: "/assets/push.js", scope: "/assets/" };

export function supported(): boolean {
  return window.isSecureContext && "serviceWorker" in navigator && "PushManager" in window && "Notification" in window;
}

/** Bytes of a base64url text. */
export function bytesOf(base64url: string): Uint8Array<ArrayBuffer> {
  const text = atob(base64url.replace(/-/g, "+").replace(/_/g, "/"));
  return Uint8Array.from(text, (letter) => letter.charCodeAt(0));
}

/** The name the server has for a subscription: the first 24 digits of its address's SHA-256. */
export async function nameOf(endpoint: string): Promise<string> {
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(endpoint));
  return [...new Uint8Array(digest)]
    .map((byte) => byte.toString(16).padStart(2, "0"))
    .join("")
    .slice(0, 24);
}

async function tell(calls: PushCalls, subscription: PushSubscription, language: "zh" | "en"): Promise<void> {
  const { keys } = subscription.toJSON();
  await calls.subscribe(subscription.endpoint, { p256dh: keys?.p256dh ?? "", auth: keys?.auth ?? "" }, language);
}

async function held({ scope }: Worker): Promise<PushSubscription | null> {
  const registration = await navigator.serviceWorker.getRegistration(scope);
  return registration?.scope.endsWith(scope) ? registration.pushManager.getSubscription() : null;
}

/** How this browser stands. A subscription it holds is told to the server again, for whoever is signed in now. */
export async function standing(calls: PushCalls, worker: Worker, language: "zh" | "en"): Promise<PushState> {
  if (!supported()) return "unsupported";
  if (Notification.permission === "denied") return "denied";
  const subscription = await held(worker);
  if (!subscription) return (await calls.key()) ? "idle" : "off";
  await tell(calls, subscription, language);
  return "on";
}

async function ready({ script, scope }: Worker): Promise<ServiceWorkerRegistration> {
  const registration = await navigator.serviceWorker.register(script, { scope });
  const worker = registration.installing ?? registration.waiting;
  if (registration.active ?? !worker) return registration;
  await new Promise<void>((done) => {
    worker.addEventListener("statechange", () => {
      if (worker.state === "activated" || worker.state === "redundant") done();
    });
  });
  return registration;
}

/**
 * Has this browser told; asks the person for permission where that is still open.
 *
 * @throws NoPushService where the browser's push service can't be reached; Refused, Unreachable by the server.
 */
export async function turnOn(calls: PushCalls, worker: Worker, language: "zh" | "en"): Promise<PushState> {
  const key = await calls.key();
  if (!key) return "off";
  const permission = await Notification.requestPermission();
  if (permission !== "granted") return permission === "denied" ? "denied" : "idle";
  const registration = await ready(worker);
  let subscription: PushSubscription;
  try {
    subscription = await registration.pushManager.subscribe({
      userVisibleOnly: true,
      applicationServerKey: bytesOf(key),
    });
  } catch {
    throw new NoPushService();
  }
  await tell(calls, subscription, language);
  return "on";
}

/** Has it told nothing any more: the server first, so that no message goes to where nobody listens. */
export async function turnOff(calls: PushCalls, worker: Worker): Promise<PushState> {
  const subscription = await held(worker);
  if (subscription) {
    await calls.unsubscribe(await nameOf(subscription.endpoint));
    await subscription.unsubscribe();
  }
  return "idle";
}

/** Has a message sent to this browser; false where it is not subscribed. */
export async function tryOut(calls: PushCalls, worker: Worker): Promise<boolean> {
  const subscription = await held(worker);
  if (!subscription) return false;
  await calls.test(await nameOf(subscription.endpoint));
  return true;
}
