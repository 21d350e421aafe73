/** What goes out: each channel with what waits, went and failed, the newest messages, and this browser's own. */
import "./messages.css";
import { Button, Modal } from "antd";
import { useCallback, useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { age, hourMinute, instant } from "../shared/format";
import { useNow } from "../state/clock";
import { useBoard } from "../state/current";
import { sessionStore } from "../state/start";
import { useStore } from "../state/store";
import { type ChannelCount, fetchMessages, type Letter, type MessagesView } from "./calls";
import { PushSection } from "./PushSection";
import { channelText, messageRefusal } from "./words";

const EVERY_MS = 5000;
const SENDS = ["commander", "community_lead"];

function Channel({ row }: { row: ChannelCount }) {
  const { t } = useTranslation();
  const now = useNow();
  const oldest = instant(row.oldest_waiting_at);
  return (
    <li className={row.failed > 0 ? "channel failed" : "channel"} data-testid={`channel-${row.channel}`}>
      <b>{channelText(row.channel, t)}</b>
      <span className="channel-counts">
        <span>
          {t("messages.waiting")} <b>{row.waiting}</b>
        </span>
        <span>
          {t("messages.sent")} <b>{row.sent}</b>
        </span>
        <span className={row.failed > 0 ? "bad" : undefined}>
          {t("messages.failed")} <b>{row.failed}</b>
        </span>
      </span>
      {oldest === null ? null : (
        <small>
          {t("messages.oldest")}
          <span className="age">{age(oldest, now, t)}</span>
        </small>
      )}
      {row.last_said ? <small className="said">{t("messages.lastSaid", { said: row.last_said })}</small> : null}
    </li>
  );
}

function LetterItem({ letter }: { letter: Letter }) {
  const { t } = useTranslation();
  const zone = useBoard((board) => board.time_zone);
  return (
    <li className={`letter ${letter.state}`}>
      <time dateTime={letter.at}>{hourMinute(Date.parse(letter.at), zone)}</time>
      <div>
        <p>
          {letter.urgent ? <span className="badge bad">{t("messages.urgent")}</span> : null}{" "}
          <a className="link" href={letter.path}>
            {letter.text}
          </a>
        </p>
        <small>
          <b className={letter.state === "failed" ? "bad" : undefined}>{t(`messages.state.${letter.state}`)}</b>
          {" · "}
          {channelText(letter.channel, t)}
          {letter.tries && letter.tries > 1 ? ` · ${t("messages.tries", { count: letter.tries })}` : ""}
          {letter.said ? ` · ${letter.said}` : ""}
        </small>
      </div>
    </li>
  );
}

function Office({ view }: { view: MessagesView }) {
  const { t } = useTranslation();
  return (
    <>
      <h3>{t("messages.channels")}</h3>
      {view.channels.length === 0 ? <p className="empty">{t("messages.noChannels")}</p> : null}
      <ul className="channels">
        {view.channels.map((row) => (
          <Channel key={row.channel} row={row} />
        ))}
      </ul>
      <h3>{t("messages.newest")}</h3>
      {view.newest.length === 0 ? (
        <p className="empty">{t("messages.noLetters")}</p>
      ) : (
        <ol className="letters" tabIndex={0} aria-label={t("messages.newest")}>
          {view.newest.map((letter) => (
            <LetterItem key={`${letter.channel} ${letter.message}`} letter={letter} />
          ))}
        </ol>
      )}
    </>
  );
}

function Post() {
  const { t } = useTranslation();
  const [view, setView] = useState<MessagesView | null>(null);
  const [refusal, setRefusal] = useState("");
  const refresh = useCallback(() => {
    fetchMessages().then(
      (fresh) => {
        setView(fresh);
        setRefusal("");
      },
      (error: unknown) => setRefusal(messageRefusal(error, t)),
    );
  }, [t]);
  useEffect(() => {
    refresh();
    const timer = setInterval(refresh, EVERY_MS);
    return () => clearInterval(timer);
  }, [refresh]);
  return (
    <>
      {refusal ? (
        <p className="refusal" role="alert">
          {refusal}{" "}
          <Button size="small" onClick={refresh}>
            {t("messages.again")}
          </Button>
        </p>
      ) : null}
      {view ? <Office view={view} /> : null}
    </>
  );
}

export default function MessagesDialog({ close }: { close: () => void }) {
  const { t } = useTranslation();
  const role = useStore(sessionStore, (session) => session?.role);
  return (
    <Modal open width="min(680px, 96vw)" onCancel={close} footer={null} title={t("messages.title")}>
      <div className="messages" data-testid="messages">
        <PushSection />
        {role && SENDS.includes(role) ? <Post /> : null}
      </div>
    </Modal>
  );
}
