/** One line of the log. */
import { memo } from "react";
import { useTranslation } from "react-i18next";
import type { Happening } from "../api/types";
import { eventSubject, eventText } from "../shared/eventWords";
import { hourMinute } from "../shared/format";
import { boardStore } from "../state/current";
import { pick } from "../state/selection";

const TONES: Record<string, string> = {
  "opening.done": "told-good",
  "opening.blocked": "told-bad",
  "opening.found": "told-bad",
  "crew.lost": "told-bad",
  "plan.adopted": "told-plan",
  "plan.proposed": "told-plan",
  "quarantine.kept": "told-bad",
};

export const HappeningItem = memo(function HappeningItem({ event }: { event: Happening }) {
  const { t } = useTranslation();
  const board = boardStore.get(); // a line says what was so when it happened; it need not follow the board
  if (!board) return null;
  const subject = eventSubject(event);
  return (
    <li className={TONES[event.kind]}>
      <time dateTime={event.at}>{hourMinute(Date.parse(event.at), board.time_zone)}</time>
      <button type="button" className="row-button" disabled={!subject} onClick={() => pick(subject)}>
        {eventText(event, board, t)}
      </button>
    </li>
  );
});
