/** Keeps the board up to date: fetches it, follows the stream, folds changes in batches. */
import { fetchBoard } from "../api/calls";
import { openStream } from "../api/stream";
import type { ChangeView } from "../api/types";
import { boardOf, changed, pulsed } from "./board";
import { boardStore } from "./current";
import { heard, lost } from "./link";

const BATCH_MS = 120;

/** Fetches the whole board; its position. */
export async function loadBoard(): Promise<number> {
  const view = await fetchBoard();
  boardStore.set(boardOf(view, performance.now()));
  heard();
  return view.position;
}

/** Follows the stream from where the board stands; returns what stops it. */
export function follow(): () => void {
  let waiting: ChangeView[] = [];
  let timer: ReturnType<typeof setTimeout> | undefined;

  function fold(): void {
    timer = undefined;
    const board = boardStore.get();
    if (board) boardStore.set(waiting.reduce(changed, board));
    waiting = [];
  }

  const stop = openStream(boardStore.get()?.position ?? 0, {
    change: (change) => {
      waiting.push(change);
      timer ??= setTimeout(fold, BATCH_MS);
      heard();
    },
    pulse: (pulse) => {
      const board = boardStore.get();
      if (board) boardStore.set(pulsed(board, pulse, performance.now()));
      heard();
    },
    reset: () => {
      waiting = [];
    },
    lost,
    resume: loadBoard,
  });
  return () => {
    clearTimeout(timer);
    stop();
  };
}
