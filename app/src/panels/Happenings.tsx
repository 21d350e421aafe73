/** The last events, newest first. */
import { useTranslation } from "react-i18next";
import { useBoard } from "../state/current";
import { HappeningItem } from "./HappeningItem";

const SHOWN = 60;

export function Happenings() {
  const { t } = useTranslation();
  const log = useBoard((board) => board.happenings);
  return (
    <section className="events" aria-label={t("events.title")}>
      <h2>{t("events.title")}</h2>
      {log.length === 0 ? <p className="empty">{t("events.none")}</p> : null}
      <ol>
        {log.slice(0, SHOWN).map((event) => (
          <HappeningItem key={event.position} event={event} />
        ))}
      </ol>
    </section>
  );
}
