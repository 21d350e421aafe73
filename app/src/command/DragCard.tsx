/** Beside the pointer while an opening is dragged: the finish before and after, or why this crew can't. */
import { useTranslation } from "react-i18next";
import { hourMinute, instant } from "../shared/format";
import { crewLabel, neighbourhoodLabel, openingLabel } from "../shared/labels";
import { useBoard } from "../state/current";
import { useStore } from "../state/store";
import type { WhatIf } from "../api/types";
import { dragStore } from "./dragging";
import { whyNot } from "./refusals";
import { gainText, minutesLater } from "./words";

function Change({ name, before, after }: { name: string; before?: string | null; after?: string | null }) {
  const { t } = useTranslation();
  const zone = useBoard((board) => board.time_zone);
  const later = minutesLater(before, after);
  const from = instant(before);
  const to = instant(after);
  if (later === null || from === null || to === null) return null;
  return (
    <span className="change">
      <small>{name}</small> {hourMinute(from, zone)} → <b>{hourMinute(to, zone)}</b>{" "}
      <em className={later < 0 ? "good" : later > 0 ? "bad" : ""}>{gainText(later, t)}</em>
    </span>
  );
}

export function WhatIfFacts({ told }: { told: WhatIf }) {
  const { t } = useTranslation();
  const board = useBoard((held) => held);
  if (told.refused)
    return (
      <span className="bad" data-testid="what-if-refused">
        {whyNot(told.refused, t)}
      </span>
    );
  return (
    <>
      <span data-testid="what-if">
        <Change name={t("command.drag.finish")} before={told.finish_before_at} after={told.finish_after_at} />
        <Change name={t("command.drag.p50")} before={told.p50_before_at} after={told.p50_after_at} />
      </span>
      {told.shifts.slice(0, 3).map((shift) => (
        <Change
          key={shift.neighbourhood}
          name={neighbourhoodLabel(board, shift.neighbourhood)}
          before={shift.before_at}
          after={shift.after_at}
        />
      ))}
    </>
  );
}

const WIDTH = 270;

export function DragCard() {
  const { t } = useTranslation();
  const drag = useStore(dragStore, (held) => held);
  const board = useBoard((held) => held);
  if (!drag) return null;
  const left = Math.min(drag.x + 14, window.innerWidth - WIDTH - 12);
  return (
    <div
      className="hover-card fixed drag-card"
      style={{ left, bottom: window.innerHeight - drag.y + 14, width: WIDTH }}
      role="status"
    >
      <b>
        {drag.over
          ? t("command.drag.moving", {
              opening: openingLabel(board, drag.opening),
              crew: crewLabel(board, drag.over),
            })
          : openingLabel(board, drag.opening)}
      </b>
      {drag.failed ? <span className="bad">{drag.failed}</span> : null}
      {drag.over && !drag.told && !drag.failed ? <span>{t("command.drag.asking")}</span> : null}
      {drag.over && drag.told ? <WhatIfFacts told={drag.told} /> : null}
      {drag.told && !drag.told.refused ? <small>{t("command.drag.drop")}</small> : null}
    </div>
  );
}
