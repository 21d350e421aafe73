/** A crew's claims on its row: small signs at the moment it took an opening, explained on hover and focus. */
import "./claimMarks.css";
import type { TFunction } from "i18next";
import { useTranslation } from "react-i18next";
import { hourMinute } from "../shared/format";
import { crewLabel, placeLabel } from "../shared/labels";
import type { Board } from "../state/board";
import { useBoard } from "../state/current";
import { pick } from "../state/selection";
import type { ClaimMark } from "./claimMarks";
import { at, type Scale } from "./scale";
import type { Tip } from "./StepTip";

/** Shape before colour: full, hollow, crossed out, turned back. */
const SHAPES: Record<ClaimMark["what"], string> = {
  taken: "M6 1L11 6L6 11L1 6Z",
  lapsed: "M6 1.500L10.500 6L6 10.500L1.500 6Z",
  lost: "M2 2L10 10M10 2L2 10",
  given_back: "M9.500 1.500L2.500 6L9.500 10.500Z",
};

export function ClaimShape({ what }: { what: ClaimMark["what"] }) {
  return (
    <svg viewBox="0 0 12 12" width="11" height="11" aria-hidden="true">
      <path d={SHAPES[what]} />
    </svg>
  );
}

/** Who took what and when, and what became of it. */
export function claimText(mark: ClaimMark, board: Board, t: TFunction): string {
  const clock = (when: number) => hourMinute(when, board.time_zone);
  const taken = t("timeline.claim.taken", {
    crew: crewLabel(board, mark.crew),
    where: placeLabel(board, mark.opening),
    by: mark.by,
    at: clock(mark.at),
  });
  const other = mark.other === null ? "" : crewLabel(board, mark.other);
  const ended = mark.endedAt === null ? "" : clock(mark.endedAt);
  if (mark.what === "lapsed") return `${taken} ${t("timeline.claim.lapsed", { at: ended })}`;
  if (mark.what === "given_back") return `${taken} ${t("timeline.claim.givenBack", { at: ended, by: mark.endedBy })}`;
  if (mark.what === "taken") return taken;
  if (!other) return `${taken} ${t("timeline.claim.gone")}`;
  return `${taken} ${ended ? t("timeline.claim.lostAt", { crew: other, at: ended }) : t("timeline.claim.lost", { crew: other })}`;
}

interface Props {
  marks: readonly ClaimMark[];
  scale: Scale;
  onTip: (tip: Tip | null) => void;
}

export function ClaimMarks({ marks, scale, onTip }: Props) {
  const { t } = useTranslation();
  const board = useBoard((held) => held);
  return marks.map((mark) => {
    const words = claimText(mark, board, t);
    const show = (of: Element) => {
      const { left, top } = of.getBoundingClientRect();
      onTip({ words, x: left, y: top });
    };
    return (
      <button
        key={mark.opening}
        type="button"
        className={`claim-mark ${mark.what}`}
        style={{ left: `${at(scale, mark.at)}%` }}
        aria-label={words}
        data-testid={`claim-mark-${mark.opening}`}
        data-what={mark.what}
        onMouseEnter={(event) => show(event.currentTarget)}
        onFocus={(event) => show(event.currentTarget)}
        onMouseLeave={() => onTip(null)}
        onBlur={() => onTip(null)}
        onClick={() => pick({ kind: "opening", id: mark.opening })}
      >
        <ClaimShape what={mark.what} />
      </button>
    );
  });
}
