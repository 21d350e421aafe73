/** The wall (大屏): few large numbers, the map, the worst three alarms; read from five metres, nothing to press. */
import { useTranslation } from "react-i18next";
import type { Alarm } from "../api/types";
import { FaultBoundary } from "../faults/FaultBoundary";
import { fetched } from "../faults/fetched";
import { alarmKey, alarmText, moveText } from "../shared/alarmWords";
import { hourMinute, instant, percent, span } from "../shared/format";
import { useNow } from "../state/clock";
import { useBoard } from "../state/current";
import { finishedAt } from "../state/finished";
import { linkStore } from "../state/link";
import { useStore } from "../state/store";
import { WallDeadline } from "./WallDeadline";
import { WallFigure } from "./WallFigure";

const MapPane = fetched(async () => (await import("../map/MapPane")).default, <div className="map-wait" />);
const WORST = 3;
const GRAVE = 75;

/** Whether this page was asked for as the wall's. */
export function isWall(place: Pick<Location, "pathname" | "search">): boolean {
  return place.pathname === "/wall" || new URLSearchParams(place.search).has("wall");
}

function Outlook() {
  const { t } = useTranslation();
  const zone = useBoard((board) => board.time_zone);
  const forecast = useBoard((board) => board.pulse.forecast);
  const night = useBoard((board) => board.night);
  const finished = useBoard(finishedAt);
  if (finished !== null)
    return <WallFigure value={hourMinute(finished, zone)} name={t("command.wall.done")} tone="good" />;
  if (!forecast || !night) return null;
  const chance = forecast.chance_by_deadline;
  const tone = chance >= 0.8 ? "good" : chance >= 0.4 ? "fair" : "bad";
  return (
    <>
      <WallFigure value={hourMinute(Date.parse(forecast.p50_at), zone)} name={t("command.wall.finish")} />
      <WallFigure
        value={percent(chance)}
        name={t("command.wall.chance", { at: hourMinute(Date.parse(night.deadline_at), zone) })}
        tone={tone}
      />
    </>
  );
}

function WallAlarm({ alarm }: { alarm: Alarm }) {
  const { t } = useTranslation();
  const board = useBoard((held) => held);
  const now = useNow(5000);
  const since = instant(alarm.since);
  return (
    <li>
      <span className={alarm.weight >= GRAVE ? "alarm-sign grave" : "alarm-sign"} aria-hidden="true" />
      <div>
        <b>{alarmText(alarm, board, t)}</b>
        <span>
          {moveText(alarm, board, t)}
          {since === null ? null : <em>{span(now - since, t)}</em>}
        </span>
      </div>
    </li>
  );
}

export function WallView() {
  const { t } = useTranslation();
  const name = useBoard((board) => board.name);
  const exercise = useBoard((board) => board.exercise);
  const zone = useBoard((board) => board.time_zone);
  const totals = useBoard((board) => board.totals);
  const alarms = useBoard((board) => board.pulse.alarms);
  const planned = useBoard((board) => board.plan !== null);
  const heard = useBoard((board) => board.pulse.clock.now);
  const offline = useStore(linkStore, (link) => link.state === "offline");
  const now = useNow(1000);
  return (
    <div className={offline ? "wall offline" : "wall"} data-testid="wall">
      <header>
        <h1>{name || t("title")}</h1>
        {exercise ? <span className="exercise">{t("top.exercise")}</span> : null}
        <time>{hourMinute(now, zone)}</time>
        {offline ? (
          <span className="wall-offline">{t("command.wall.offline", { at: hourMinute(Date.parse(heard), zone) })}</span>
        ) : null}
      </header>
      <main>
        <FaultBoundary part="map">
          <MapPane />
        </FaultBoundary>
      </main>
      <aside>
        {planned ? (
          <>
            <WallFigure
              value={String(totals.neighbourhoods_closed)}
              of={String(totals.neighbourhoods)}
              name={t("command.wall.closed")}
              tone="main"
            />
            <WallFigure value={String(totals.nets_done)} of={String(totals.nets)} name={t("command.wall.nets")} />
            <WallDeadline />
            <Outlook />
          </>
        ) : (
          <p className="wall-waiting">{t("command.wall.waiting")}</p>
        )}
      </aside>
      <footer>
        {alarms.length === 0 ? (
          <p className="good">{t("command.wall.none")}</p>
        ) : (
          <ol>
            {alarms.slice(0, WORST).map((alarm) => (
              <WallAlarm key={alarmKey(alarm)} alarm={alarm} />
            ))}
          </ol>
        )}
        {alarms.length > WORST ? <p>{t("command.wall.more", { count: alarms.length - WORST })}</p> : null}
      </footer>
    </div>
  );
}
