/** The one board this page shows. */
import type { Board } from "./board";
import { createStore, useStore } from "./store";

export const boardStore = createStore<Board | null>(null);

/** What `select` picks out of the board; only below <App>'s loaded part, where there is one. */
export function useBoard<S>(select: (board: Board) => S): S {
  return useStore(boardStore, (board) => {
    if (!board) throw new Error("no board has been fetched yet");
    return select(board);
  });
}
