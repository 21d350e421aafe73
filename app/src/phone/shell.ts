/** The installed page: kept by a service worker, updated when the person says so, its storage asked to be kept. */
import type { Worker } from "../messages/push";
import { say, statusStore } from "./sync/status";

/** Those who see goods, as the server's table has it; of a browser signed in by password nobody here knows. */
const SEES_GOODS = ["commander", "community_lead", "auditor", "lender", "crew_lead", "supplier"];

export function mayGoods(role: string | null): boolean {
  return role === null || SEES_GOODS.includes(role);
}

/** The page somebody of a role needs first. */
export function homeOf(role: string): PagePath {
  return role === "supplier" || role === "lender" ? "/goods" : "/field";
}

let reloading = false;

function watchFor(registration: ServiceWorkerRegistration): void {
  const offer = () => {
    if (registration.waiting && navigator.serviceWorker.controller) say({ update: registration.waiting });
  };
  offer();
  registration.addEventListener("updatefound", () => {
    registration.installing?.addEventListener("statechange", offer);
  });
}

/** The phone's pages; each has a service worker of its own, all of one script. */
export type PagePath = "/field" | "/goods";

export const workerOf = (scope: PagePath): Worker => ({ script: "/field/sw.js", scope });

/** Registers the service worker; without https there is none, and the page then needs a signal to open. */
export async function keepShell(page: PagePath): Promise<void> {
  if (!("serviceWorker" in navigator) || import.meta.env.DEV) return;
  navigator.serviceWorker.addEventListener("controllerchange", () => {
    if (statusStore.get().update && !reloading) {
      reloading = true;
      window.location.reload();
    }
  });
  try {
    const { script, scope } = workerOf(page);
    watchFor(await navigator.serviceWorker.register(script, { scope }));
  } catch {
    // no signal, or not allowed: what is there already goes on working
  }
}

/** Lets the newer version take over. What is unsent lies in the store, which no version drops. */
export function takeUpdate(): void {
  statusStore.get().update?.postMessage("take-over");
}

/** Asks the browser not to clear away what is stored here. */
export async function keepStorage(): Promise<void> {
  const storage = (navigator as { storage?: StorageManager }).storage;
  if (!storage || !("persist" in storage)) {
    say({ persisted: false });
    return;
  }
  say({ persisted: (await storage.persisted()) || (await storage.persist()) });
}

/** Whether this is an iPhone or iPad in the browser, where a site not installed loses its storage after 7 idle days. */
export function shouldInstall(): boolean {
  const apple = /iP(hone|ad|od)/.test(navigator.userAgent);
  return apple && !window.matchMedia("(display-mode: standalone)").matches;
}
