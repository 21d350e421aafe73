/**
 * The service worker: the page opens without a signal, and every file of one version belongs together.
 *
 * It keeps the shell only. Reports and photos lie in IndexedDB, which no update of this file ever touches; the API is
 * never answered from here. A new version waits until the person says so (`take-over`).
 */

import { type PushWorker, showPushed } from "../messages/pushed";

declare const __SHELL_FILES__: string[];
declare const __SHELL_VERSION__: string;

interface Lasting extends Event {
  waitUntil: (done: Promise<unknown>) => void;
}

interface Asked extends Lasting {
  request: Request;
  respondWith: (answer: Promise<Response>) => void;
}

interface ShellWorker {
  addEventListener: ((type: "install" | "activate", listener: (event: Lasting) => void) => void) &
    ((type: "fetch", listener: (event: Asked) => void) => void) &
    ((type: "message", listener: (event: MessageEvent<unknown>) => void) => void);
  skipWaiting: () => Promise<void>;
  clients: { claim: () => Promise<void> };
  registration: { scope: string };
  location: Location;
}

const worker = self as unknown as ShellWorker;
/** The page this worker is for, /field or /goods: each keeps files of its own, so that neither drops the other's. */
const PAGE = new URL(worker.registration.scope).pathname;
const PREFIX = `yipanqi-${PAGE.slice(1)}-`;
const FILES = "/field/";
const CACHE = PREFIX + __SHELL_VERSION__;
const BESIDE = [
  `${FILES}${PAGE === "/goods" ? "goods" : "manifest"}.webmanifest`,
  "/field/icon-192.png",
  "/field/icon-512.png",
  "/field/apple-touch-icon.png",
];

/** All files of this version or none: a half-filled cache would be a page that opens only with a signal. */
async function fill(): Promise<void> {
  const cache = await caches.open(CACHE);
  await cache.addAll(__SHELL_FILES__);
  await cache.addAll([PAGE, ...BESIDE].map((name) => new Request(name, { cache: "reload" })));
  const page = await (await cache.match(PAGE))?.text();
  const wanted = page?.match(/\/field\/assets\/[\w.-]+/g) ?? [];
  if (wanted.length === 0 || wanted.some((name) => !__SHELL_FILES__.includes(name))) {
    throw new Error("the page is of another version than its files; the browser asks again later");
  }
}

async function dropOthers(): Promise<void> {
  const names = await caches.keys();
  await Promise.all(
    names.filter((name) => name.startsWith(PREFIX) && name !== CACHE).map((name) => caches.delete(name)),
  );
}

async function fromShell(request: Request | string): Promise<Response> {
  const kept = await (await caches.open(CACHE)).match(request, { ignoreSearch: true });
  return kept ?? fetch(request);
}

// On a phone everything leads to its own page: that has what the message is about among its jobs.
showPushed(self as unknown as PushWorker, "/field/icon-192.png", () => PAGE);

worker.addEventListener("install", (event) => event.waitUntil(fill()));

worker.addEventListener("activate", (event) => event.waitUntil(dropOthers().then(() => worker.clients.claim())));

worker.addEventListener("message", (event) => {
  if (event.data === "take-over") void worker.skipWaiting();
});

worker.addEventListener("fetch", (event) => {
  const url = new URL(event.request.url);
  if (event.request.method !== "GET" || url.origin !== worker.location.origin) return;
  if (url.pathname === PAGE) event.respondWith(fromShell(PAGE));
  else if (url.pathname.startsWith(FILES) && url.pathname !== "/field/sw.js")
    event.respondWith(fromShell(event.request));
});
