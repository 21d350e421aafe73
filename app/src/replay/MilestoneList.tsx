/** All there is to jump to, in order, each in words. */
import { type ReactNode, useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { dayMonth, hourMinute } from "../shared/format";
import { useBoard } from "../state/current";
import type { Milestone } from "./calls";
import { lastOf, milestoneText } from "./milestones";
import { MilestoneSign } from "./MilestoneSign";
import type { Replay } from "./useReplay";

interface MilestoneListProps {
  replay: Replay;
  onChoose: (mark: Milestone) => void;
  onClose: () => void;
  /** What stands above the list. */
  children: ReactNode;
}

export function MilestoneList({ replay: { view, newest }, onChoose, onClose, children }: MilestoneListProps) {
  const { t, i18n } = useTranslation();
  const zone = useBoard((board) => board.time_zone);
  const position = useBoard((board) => board.position);
  const now = lastOf(view.milestones, position);
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const here =
      list.current?.querySelector<HTMLElement>("[aria-current]") ?? list.current?.querySelector<HTMLElement>("button");
    here?.focus();
    here?.scrollIntoView({ block: "center" });
  }, []);
  return (
    <div
      className="replay-list"
      ref={list}
      role="dialog"
      aria-label={t("replay.list")}
      onKeyDown={(event) => {
        if (event.key !== "Escape") return;
        event.stopPropagation();
        onClose();
      }}
    >
      <div className="replay-list-head">{children}</div>
      {view.milestones.length === 0 ? <p className="empty">{t("replay.noMilestones")}</p> : null}
      <ol>
        {view.milestones.map((mark) => (
          <li key={`${mark.position} ${mark.kind} ${mark.subject}`}>
            <button type="button" aria-current={mark === now ? "step" : undefined} onClick={() => onChoose(mark)}>
              <time dateTime={mark.at} title={dayMonth(Date.parse(mark.at), i18n.language, zone)}>
                {hourMinute(Date.parse(mark.at), zone)}
              </time>
              <MilestoneSign kind={mark.kind} />
              <span>{milestoneText(mark, newest, t)}</span>
            </button>
          </li>
        ))}
      </ol>
    </div>
  );
}
