/** The wall's time to the deadline, or past it; once all is closed, how long before or after it that was. */
import { useTranslation } from "react-i18next";
import { span } from "../shared/format";
import { useNow } from "../state/clock";
import { useBoard } from "../state/current";
import { finishedAt } from "../state/finished";
import { WallFigure } from "./WallFigure";

const OPEN = { ahead: "command.wall.left", behind: "command.wall.over" } as const;
const CLOSED = { ahead: "top.early", behind: "top.late" } as const;

export function WallDeadline() {
  const { t } = useTranslation();
  const night = useBoard((board) => board.night);
  const finished = useBoard(finishedAt);
  const now = useNow(1000);
  if (!night) return null;
  const left = Date.parse(night.deadline_at) - (finished ?? now);
  const words = finished === null ? OPEN : CLOSED;
  if (left < 0) return <WallFigure value={span(-left, t)} name={t(words.behind)} tone="bad" />;
  return <WallFigure value={span(left, t)} name={t(words.ahead)} tone={finished === null ? "" : "good"} />;
}
