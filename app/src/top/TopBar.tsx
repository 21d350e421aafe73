/** The top line: which board, what time, will we make it, is the line up, who is here. */
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { dayMonth } from "../shared/format";
import icon from "../shared/icon.svg";
import { FaultBoundary } from "../faults/FaultBoundary";
import { useBoard } from "../state/current";
import { finishedAt } from "../state/finished";
import { AccountMenu } from "./AccountMenu";
import { Clock } from "./Clock";
import { Countdown } from "./Countdown";
import { Finished } from "./Finished";
import { ForecastBlock } from "./ForecastBlock";
import { LanguageButton } from "./LanguageButton";
import { LinkState } from "./LinkState";

function Name() {
  const { t, i18n } = useTranslation();
  const name = useBoard((board) => board.name);
  const night = useBoard((board) => board.night);
  const zone = useBoard((board) => board.time_zone);
  useEffect(() => {
    document.title = `${name} · ${t("title")}`;
  }, [name, t]);
  return (
    <div className="top-name">
      <h1>{name || t("title")}</h1>
      <span>
        {night ? t("top.night", { day: dayMonth(Date.parse(night.starts_at), i18n.language, zone) }) : t("top.noNight")}
      </span>
    </div>
  );
}

function ExerciseMark() {
  const { t } = useTranslation();
  const exercise = useBoard((board) => board.exercise);
  return exercise ? (
    <span className="exercise" title={t("top.exerciseHelp")} data-testid="exercise">
      {t("top.exercise")}
    </span>
  ) : null;
}

function Figures() {
  return (
    <FaultBoundary part="top">
      <Clock />
      <Outlook />
    </FaultBoundary>
  );
}

function Outlook() {
  const finished = useBoard(finishedAt);
  return (
    <>
      {finished === null ? (
        <>
          <Countdown />
          <ForecastBlock />
        </>
      ) : (
        <Finished at={finished} />
      )}
    </>
  );
}

function Corner() {
  return (
    <FaultBoundary part="top">
      <LinkState />
      <LanguageButton />
      <AccountMenu />
    </FaultBoundary>
  );
}

export function TopBar({ narrow }: { narrow: boolean }) {
  if (narrow) {
    return (
      <header className="top">
        <div className="top-line">
          <Name />
          <ExerciseMark />
          <span className="grow" />
          <Corner />
        </div>
        <div className="top-line">
          <Figures />
        </div>
      </header>
    );
  }
  return (
    <header className="top">
      <img className="mark" src={icon} alt="" width={28} height={28} />
      <Name />
      <ExerciseMark />
      <span className="grow" />
      <Figures />
      <span className="grow" />
      <Corner />
    </header>
  );
}
