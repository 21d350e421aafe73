/** Jumps to milestones: the next, the one before, or a given one; what it is about is picked on the map. */
import { useCallback } from "react";
import { pick, type Subject } from "../state/selection";
import type { Milestone } from "./calls";
import { neighbour } from "./milestones";
import type { Replay } from "./useReplay";

/** What of the map a milestone is about. */
function subjectOf({ kind, subject }: Milestone): Subject | null {
  if (kind === "closed" || kind === "opened_again") return { kind: "neighbourhood", id: subject };
  return kind === "crew_lost" ? { kind: "crew", id: subject } : null;
}

export interface Jumps {
  jump: (way: 1 | -1) => void;
  to: (mark: Milestone) => void;
}

export function useJump({ player, view }: Replay): Jumps {
  const to = useCallback(
    (mark: Milestone) => {
      void player.seek({ at: Date.parse(mark.at), position: mark.position });
      pick(subjectOf(mark), "map");
    },
    [player],
  );
  const jump = useCallback(
    (way: 1 | -1) => {
      const mark = neighbour(view.milestones, { at: player.now.at, position: player.aim }, way);
      if (mark) to(mark);
    },
    [player, view, to],
  );
  return { jump, to };
}
