/** Fetches what there is to replay and keeps a player going on it. */
import { useEffect, useState } from "react";
import { Refused } from "../api/http";
import { boardOf, type Board } from "../state/board";
import { boardStore } from "../state/current";
import { heard, lost } from "../state/link";
import { createStore, useStore } from "../state/store";
import { fetchReplay, type ReplayView, server } from "./calls";
import { nightOf, recordOf } from "./milestones";
import { type Bounds, Player, type Playing } from "./player";

const TICK_MS = 150;

export interface Replay {
  view: ReplayView;
  /** The stretch the slider covers. */
  bounds: Bounds;
  player: Player;
  /** The newest board, which knows every name. */
  newest: Board;
}

export type Loaded = { state: "loading" | "empty" | "failed" | "refused" } | { state: "there"; replay: Replay };

type Moment = Omit<Playing, "board">;

const momentStore = createStore<Moment | null>(null);

/** What `select` picks out of how the player stands; only where there is one. */
export function useMoment<S>(select: (moment: Moment) => S): S {
  return useStore(momentStore, (moment) => {
    if (!moment) throw new Error("nothing is played");
    return select(moment);
  });
}

function show({ board, ...moment }: Playing): void {
  if (moment.failed) lost();
  else heard();
  boardStore.set(board);
  momentStore.set(moment);
}

async function load(whole: boolean, gone: () => boolean): Promise<Loaded> {
  const view = await fetchReplay();
  const bounds = whole ? recordOf(view) : nightOf(view);
  if (!bounds) return { state: "empty" };
  const shown = momentStore.get()?.at ?? bounds.from;
  const at = Math.min(Math.max(shown, bounds.from), bounds.until);
  const [first, last] = await Promise.all([server.boardAt(at), server.boardAfter(view.entries)]);
  const player = new Player(server, first, bounds, (playing) => {
    if (!gone()) show(playing);
  });
  return { state: "there", replay: { view, bounds, player, newest: boardOf(last, 0) } };
}

/** The replay of the night, or of all that was recorded; and what asks for it again. */
export function useReplay(whole: boolean): [Loaded, () => void] {
  const [loaded, setLoaded] = useState<Loaded>({ state: "loading" });
  const [tries, setTries] = useState(0);
  useEffect(() => {
    let gone = false;
    let timer: ReturnType<typeof setInterval> | undefined;
    load(whole, () => gone).then(
      (found) => {
        if (gone) return;
        setLoaded(found);
        if (found.state !== "there") return;
        let before = performance.now();
        timer = setInterval(() => {
          const now = performance.now();
          void found.replay.player.tick(now - before);
          before = now;
        }, TICK_MS);
      },
      (error: unknown) => {
        if (!gone) setLoaded({ state: error instanceof Refused && error.status === 403 ? "refused" : "failed" });
      },
    );
    return () => {
      gone = true;
      clearInterval(timer);
    };
  }, [whole, tries]);
  return [loaded, () => setTries((count) => count + 1)];
}
