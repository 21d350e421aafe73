/** Keys of looking back: space plays and holds, comma and full stop go to milestones, arrows go by minutes. */
import { useEffect } from "react";
import { SPEEDS } from "./player";
import type { Replay } from "./useReplay";

const MINUTE_MS = 60_000;
const TAKES_KEYS = "input:not([type=range]), textarea, select, [role=dialog], .ant-select";
const PRESSES = "button, a, label, summary, [role=radio]";

function isIn(target: EventTarget | null, selector: string): boolean {
  return target instanceof Element && target.closest(selector) !== null;
}

export function useReplayKeys({ player }: Replay, jump: (way: 1 | -1) => void): void {
  useEffect(() => {
    const faster = (way: 1 | -1) => {
      const next = SPEEDS[SPEEDS.findIndex((speed) => speed === player.now.speed) + way];
      if (next) player.setSpeed(next);
    };
    const acts: Record<string, () => void> = {
      ",": () => jump(-1),
      ".": () => jump(1),
      "-": () => faster(-1),
      "+": () => faster(1),
      "=": () => faster(1),
      ArrowLeft: () => void player.seek({ at: player.now.at - MINUTE_MS }),
      ArrowRight: () => void player.seek({ at: player.now.at + MINUTE_MS }),
      Home: () => void player.seek({ at: -Infinity }),
      End: () => void player.seek({ at: Infinity }),
    };
    const moves = new Set(["ArrowLeft", "ArrowRight", "Home", "End"]);
    const onKey = (event: KeyboardEvent) => {
      const { key, target } = event;
      if (event.ctrlKey || event.metaKey || event.altKey || isIn(target, TAKES_KEYS)) return;
      // Where a key already does something, a map moves or a choice changes, it goes on doing that.
      if (moves.has(key) && isIn(target, "[role=application], .maplibregl-map, [role=radiogroup], .ant-segmented"))
        return;
      if (key === " ") {
        if (isIn(target, PRESSES)) return;
        event.preventDefault();
        void (player.now.playing ? player.pause() : player.play());
      } else if (acts[key]) {
        event.preventDefault();
        acts[key]();
      }
    };
    window.addEventListener("keydown", onKey);
    return () => window.removeEventListener("keydown", onKey);
  }, [player, jump]);
}
