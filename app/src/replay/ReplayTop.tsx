/** The past's top line: that it is the past, what time it was, and the way back to now. */
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { dayMonth, hourMinute, hourMinuteSecond, span } from "../shared/format";
import { useBoard } from "../state/current";
import { LanguageButton } from "../top/LanguageButton";
import { AccountDialog } from "./AccountDialog";
import { useMoment } from "./useReplay";

const SECOND_MS = 1000;
const FAST = 60;

function PastClock() {
  const { t, i18n } = useTranslation();
  const zone = useBoard((board) => board.time_zone);
  const night = useBoard((board) => board.night);
  const fast = useMoment((moment) => moment.playing && moment.speed > FAST);
  const at = useMoment((moment) => Math.floor(moment.at / SECOND_MS) * SECOND_MS);
  const left = night ? Date.parse(night.deadline_at) - at : null;
  return (
    <div className="figure past-clock">
      <time dateTime={new Date(at).toISOString()} data-testid="past-clock" aria-label={t("replay.clock")}>
        {fast ? hourMinute(at, zone) : hourMinuteSecond(at, zone)}
      </time>
      <small>
        {dayMonth(at, i18n.language, zone)}
        {left === null ? "" : ` · ${t(left >= 0 ? "replay.left" : "replay.over", { span: span(Math.abs(left), t) })}`}
      </small>
    </div>
  );
}

function PastMark() {
  const { t } = useTranslation();
  return (
    <span className="past-mark" title={t("replay.pastHelp")} data-testid="past">
      <svg width="16" height="16" viewBox="0 0 16 16" aria-hidden="true">
        <path d="M3 8a5 5 0 1 1 1.6 3.7M3 8L1 5.6M3 8l2.6-1.8M8 5v3.2l2.2 1.4" />
      </svg>
      {t("replay.past")}
    </span>
  );
}

export function ReplayTop() {
  const { t } = useTranslation();
  const name = useBoard((board) => board.name);
  const exercise = useBoard((board) => board.exercise);
  const position = useBoard((board) => board.position);
  const [account, setAccount] = useState(false);
  useEffect(() => {
    document.title = `${t("replay.title")} · ${name}`;
  }, [name, t]);
  return (
    <header className="top past-top" data-testid="replay" data-position={position}>
      <div className="top-name">
        <h1>{name || t("title")}</h1>
      </div>
      <PastMark />
      {exercise ? (
        <span className="exercise" title={t("top.exerciseHelp")}>
          {t("top.exercise")}
        </span>
      ) : null}
      <span className="grow" />
      <PastClock />
      <span className="grow" />
      <nav className="past-ways" aria-label={t("replay.ways")}>
        <button type="button" className="link" onClick={() => setAccount(true)} data-testid="account-open">
          {t("replay.account.open")}
        </button>
        <a className="link" href="/" data-testid="to-now">
          {t("replay.toNow")}
        </a>
        <LanguageButton />
      </nav>
      {account ? <AccountDialog close={() => setAccount(false)} /> : null}
    </header>
  );
}
