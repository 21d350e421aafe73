/** The board's service worker: it shows what is pushed, and nothing else; the page never comes from it. */
import { type PushWorker, showPushed } from "./pushed";

showPushed(self as unknown as PushWorker, "/field/icon-192.png");
