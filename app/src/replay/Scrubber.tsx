/** The night as a line to be drawn along: the moment shown, the deadline, and what one may jump to. */
import { useTranslation } from "react-i18next";
import { dayMonth, hourMinute } from "../shared/format";
import { at as shareOf, hours } from "../timeline/scale";
import { useBoard } from "../state/current";
import type { Milestone } from "./calls";
import { milestoneText } from "./milestones";
import { MilestoneSign } from "./MilestoneSign";
import { useMoment, type Replay } from "./useReplay";

const SECOND_MS = 1000;
const FEW_HOURS = 14;

function useValueText(): string {
  const { t, i18n } = useTranslation();
  const at = useMoment((moment) => Math.floor(moment.at / SECOND_MS) * SECOND_MS);
  const zone = useBoard((board) => board.time_zone);
  const closed = useBoard((board) => board.totals.neighbourhoods_closed);
  const all = useBoard((board) => board.totals.neighbourhoods);
  return t("replay.valueText", { day: dayMonth(at, i18n.language, zone), at: hourMinute(at, zone), closed, all });
}

function Marks({ replay, onJump }: { replay: Replay; onJump: (mark: Milestone) => void }) {
  const { t } = useTranslation();
  const zone = useBoard((board) => board.time_zone);
  const { view, bounds, newest } = replay;
  const inside = view.milestones.filter(({ at }) => Date.parse(at) >= bounds.from && Date.parse(at) <= bounds.until);
  return (
    <div className="replay-marks" aria-hidden="true">
      {inside.map((mark) => (
        <button
          key={`${mark.position} ${mark.kind} ${mark.subject}`}
          type="button"
          tabIndex={-1}
          className={`replay-mark mark-${mark.kind}`}
          style={{ left: `${shareOf({ from: bounds.from, to: bounds.until }, Date.parse(mark.at))}%` }}
          title={`${hourMinute(Date.parse(mark.at), zone)} ${milestoneText(mark, newest, t)}`}
          onClick={() => onJump(mark)}
        >
          <MilestoneSign kind={mark.kind} size={12} />
        </button>
      ))}
    </div>
  );
}

function Hours({ from, until }: Replay["bounds"]) {
  const zone = useBoard((board) => board.time_zone);
  const scale = { from, to: until };
  const all = hours(scale);
  const shown = all.filter((_, index) => index % Math.ceil(all.length / FEW_HOURS) === 0);
  return (
    <div className="replay-hours" aria-hidden="true">
      {shown.map((hour) => (
        <span key={hour} style={{ left: `${shareOf(scale, hour)}%` }}>
          {hourMinute(hour, zone)}
        </span>
      ))}
    </div>
  );
}

export function Scrubber({ replay, onJump }: { replay: Replay; onJump: (mark: Milestone) => void }) {
  const { t } = useTranslation();
  const { bounds, player, view } = replay;
  const at = useMoment((moment) => Math.round(moment.at / SECOND_MS));
  const words = useValueText();
  const deadline = view.night ? Date.parse(view.night.deadline_at) : Infinity;
  const share = shareOf({ from: bounds.from, to: bounds.until }, at * SECOND_MS);
  return (
    <div className="scrubber">
      <Marks replay={replay} onJump={onJump} />
      <div className="scrubber-line">
        {deadline < bounds.until ? (
          <i
            className="scrubber-deadline"
            style={{ left: `${shareOf({ from: bounds.from, to: bounds.until }, deadline)}%` }}
            title={t("timeline.deadline")}
          />
        ) : null}
        <input
          type="range"
          min={Math.floor(bounds.from / SECOND_MS)}
          max={Math.ceil(bounds.until / SECOND_MS)}
          step={1}
          value={at}
          style={{ "--share": `${Math.min(100, Math.max(0, share))}%` } as React.CSSProperties}
          aria-label={t("replay.moment")}
          aria-valuetext={words}
          onChange={(event) => void player.seek({ at: Number(event.target.value) * SECOND_MS })}
          data-testid="scrubber"
        />
      </div>
      <Hours {...bounds} />
    </div>
  );
}
