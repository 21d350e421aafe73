/** Under the past's board: play and pause, how fast, the way to what mattered, and the line of the night. */
import { Segmented } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useBoard } from "../state/current";
import type { Milestone } from "./calls";
import { lastOf, milestoneText } from "./milestones";
import { MilestoneList } from "./MilestoneList";
import { MilestoneSign } from "./MilestoneSign";
import { SPEEDS } from "./player";
import { Scrubber } from "./Scrubber";
import { useJump } from "./useJump";
import { useReplayKeys } from "./useReplayKeys";
import { useMoment, type Replay } from "./useReplay";

interface Deck {
  replay: Replay;
  whole: boolean;
  onWhole: (whole: boolean) => void;
}

function PlayButton({ replay: { player } }: { replay: Replay }) {
  const { t } = useTranslation();
  const playing = useMoment((moment) => moment.playing);
  return (
    <button
      type="button"
      className="replay-play"
      aria-keyshortcuts="Space"
      onClick={() => void (playing ? player.pause() : player.play())}
      data-testid="play"
      data-playing={playing}
    >
      <svg width="18" height="18" viewBox="0 0 16 16" aria-hidden="true">
        <path d={playing ? "M3 2h4v12H3zM9 2h4v12H9z" : "M3.5 1.5l10 6.5-10 6.5z"} />
      </svg>
      {playing ? t("replay.pause") : t("replay.play")}
    </button>
  );
}

function Jump({ way, onJump }: { way: 1 | -1; onJump: (way: 1 | -1) => void }) {
  const { t } = useTranslation();
  const name = way === 1 ? t("replay.next") : t("replay.previous");
  return (
    <button
      type="button"
      className="replay-jump"
      aria-label={name}
      title={`${name} (${way === 1 ? "." : ","})`}
      aria-keyshortcuts={way === 1 ? "." : ","}
      onClick={() => onJump(way)}
      data-testid={way === 1 ? "next" : "previous"}
    >
      <svg width="16" height="16" viewBox="0 0 16 16" aria-hidden="true">
        <path d={way === 1 ? "M2.5 2l8 6-8 6zM11 2h2.5v12H11z" : "M13.5 2l-8 6 8 6zM2.5 2H5v12H2.5z"} />
      </svg>
    </button>
  );
}

function Speed({ replay: { player } }: { replay: Replay }) {
  const { t } = useTranslation();
  const speed = useMoment((moment) => moment.speed);
  return (
    <Segmented<number>
      size="small"
      aria-label={t("replay.speed")}
      value={speed}
      options={SPEEDS.map((each) => ({ value: each, label: `${each}×` }))}
      onChange={(next) => player.setSpeed(next)}
      data-testid="speed"
    />
  );
}

/** What had happened last; told to screen readers when somebody jumps, not while it plays. */
function Last({ replay: { view, newest } }: { replay: Replay }) {
  const { t } = useTranslation();
  const position = useBoard((board) => board.position);
  const playing = useMoment((moment) => moment.playing);
  const failed = useMoment((moment) => moment.failed);
  const waiting = useMoment((moment) => moment.waiting);
  const last = lastOf(view.milestones, position);
  if (failed)
    return (
      <span className="replay-last bad" role="alert">
        {t("replay.noLine")}
      </span>
    );
  return (
    <span className="replay-last" aria-live={playing ? "off" : "polite"} aria-busy={waiting} data-testid="last-mark">
      {last ? (
        <>
          <MilestoneSign kind={last.kind} /> {milestoneText(last, newest, t)}
        </>
      ) : (
        t("replay.nothingYet")
      )}
    </span>
  );
}

export function ReplayBar({ replay, whole, onWhole }: Deck) {
  const { t } = useTranslation();
  const [listed, setListed] = useState(false);
  const { jump, to } = useJump(replay);
  useReplayKeys(replay, jump);
  const choose = (mark: Milestone) => {
    to(mark);
    setListed(false);
  };
  return (
    <section className="replay-bar" aria-label={t("replay.controls")}>
      {listed ? (
        <MilestoneList replay={replay} onChoose={choose} onClose={() => setListed(false)}>
          <button type="button" className="quiet" aria-pressed={whole} onClick={() => onWhole(!whole)}>
            {t("replay.whole")}
          </button>
        </MilestoneList>
      ) : null}
      <div className="replay-row">
        <Jump way={-1} onJump={jump} />
        <PlayButton replay={replay} />
        <Jump way={1} onJump={jump} />
        <Speed replay={replay} />
        <Last replay={replay} />
        <button
          type="button"
          className="quiet"
          aria-expanded={listed}
          onClick={() => setListed(!listed)}
          data-testid="milestones"
        >
          {t("replay.milestones", { count: replay.view.milestones.length })}
        </button>
        <small className="replay-keys wide-only">{t("replay.keys")}</small>
      </div>
      <Scrubber replay={replay} onJump={choose} />
    </section>
  );
}
