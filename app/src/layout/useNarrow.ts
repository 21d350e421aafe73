/** True on a phone's width, where panels become sheets. */
import { useSyncExternalStore } from "react";

const query = window.matchMedia("(max-width: 760px)");

function watch(listener: () => void): () => void {
  query.addEventListener("change", listener);
  return () => query.removeEventListener("change", listener);
}

export function useNarrow(): boolean {
  return useSyncExternalStore(watch, () => query.matches);
}
