/** How the phone stands with the server: what is unsent, and how old what it shows. Always there, always with an age. */
import { useTranslation } from "react-i18next";
import { useStore } from "../../state/store";
import { usePhone, useTick } from "../current";
import { unsaved } from "../store/outbox";
import { type Status, statusStore } from "../sync/status";
import { age, since, type Words } from "../words";

/** Unsent for longer than this is red. */
export const LATE_MS = 15 * 60_000;
const MINUTE_MS = 60_000;

interface Standing {
  level: "good" | "waiting" | "late";
  text: string;
  detail: string;
}

interface Counts {
  unsent: number;
  photos: number;
  oldestAt: number | null;
  troubles: number;
  cardAt: number | null;
}

function detailOf(status: Status, counts: Counts, now: number, t: Words): string {
  const card = counts.cardAt === null ? t("sync.noCard") : t("sync.card", { age: age(now - counts.cardAt, t) });
  if (status.ending === "sign_in" || status.ending === "revoked") return `${t("sync.signIn")} · ${card}`;
  if (status.line === "down") return `${t("sync.noSignal")} · ${card}`;
  if (counts.troubles > 0) return `${t("sync.look")} · ${card}`;
  return card;
}

/** What the status line says. */
export function standing(status: Status, counts: Counts, now: number, t: Words): Standing {
  const late = counts.oldestAt !== null && now - counts.oldestAt > LATE_MS;
  const detail = detailOf(status, counts, now, t);
  if (counts.unsent > 0) {
    const old = counts.oldestAt === null ? 0 : now - counts.oldestAt;
    const oldest = old < MINUTE_MS ? "" : ` · ${t("sync.oldest", { since: since(old, t) })}`;
    return { level: late ? "late" : "waiting", text: t("sync.unsent", { count: counts.unsent }) + oldest, detail };
  }
  if (counts.photos > 0) {
    return { level: late ? "late" : "waiting", text: t("sync.photos", { count: counts.photos }), detail };
  }
  if (status.ending === "sign_in" || status.ending === "revoked") {
    return { level: "waiting", text: t("sync.signIn"), detail: t("sync.allSent") };
  }
  const old = counts.cardAt === null || now - counts.cardAt > LATE_MS;
  return { level: old ? "waiting" : "good", text: t("sync.allSent"), detail };
}

function useCounts(cardAt: number | null): Counts {
  const reports = usePhone((phone) => phone.reports, NO_REPORTS);
  const photos = usePhone((phone) => phone.photos, NO_PHOTOS);
  const unsent = reports.filter((row) => row.state === "waiting");
  const photosLeft = photos.filter((photo) => photo.state === "waiting");
  const times = [...unsent, ...photosLeft].map((row) => row.madeAt);
  return {
    unsent: unsent.length + unsaved(),
    photos: photosLeft.length,
    oldestAt: times.length > 0 ? Math.min(...times) : null,
    troubles: reports.filter((row) => row.state === "kept").length,
    cardAt,
  };
}

const NO_REPORTS: never[] = [];
const NO_PHOTOS: never[] = [];

interface StandingProps {
  /** When what the page shows was last known to be so, by this device's clock. */
  shownAt: number | null;
  onOpen: () => void;
}

/** A line with its sign; a tap leads to every report, to sending and to the settings. */
export function StandingLine({ shownAt, onOpen }: StandingProps) {
  const { t } = useTranslation("field");
  const status = useStore(statusStore, (value) => value);
  const now = useTick();
  const { level, text, detail } = standing(status, useCounts(shownAt), now, t);
  return (
    <button type="button" className={`standing ${level}`} data-testid="standing" data-level={level} onClick={onOpen}>
      <span className={`dot ${status.sending ? "busy" : ""}`} aria-hidden="true" />
      <span className="standing-text">
        <b>{text}</b>
        <small>{detail}</small>
      </span>
      <span className="for-readers">{t("sync.open")}</span>
      <span className="chevron" aria-hidden="true">
        ›
      </span>
    </button>
  );
}
