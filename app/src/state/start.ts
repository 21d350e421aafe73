/** Starts the board: who is here, the board, the stream; and tries again while the server is away. */
import { fetchSession } from "../api/calls";
import { Refused } from "../api/http";
import { waitBefore } from "../api/stream";
import type { SessionView } from "../api/types";
import { askedFor } from "./askedFor";
import { boardStore } from "./current";
import { follow, loadBoard } from "./follow";
import { lost } from "./link";
import { pick } from "./selection";
import { createStore } from "./store";

/** Who is signed in. */
export const sessionStore = createStore<SessionView | null>(null);

/** Begins; returns what ends it. */
export function start(): () => void {
  let stop: () => void = () => undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let ended = false;

  async function attempt(count: number): Promise<void> {
    try {
      const [session] = await Promise.all([fetchSession(), loadBoard()]);
      sessionStore.set(session);
      const asked = askedFor(window.location.search, boardStore.get());
      if (asked) pick(asked);
      if (!ended) stop = follow();
    } catch (error) {
      if (error instanceof Refused && error.status === 401) return; // on the way to the sign-in page
      lost();
      if (!ended) timer = setTimeout(() => void attempt(count + 1), waitBefore(count));
    }
  }

  void attempt(0);
  return () => {
    ended = true;
    clearTimeout(timer);
    stop();
  };
}
