/** Before an alert goes out: what it says, in both languages, and whether it is an exercise. */
import { Button, Modal } from "antd";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import type { TalkingPoints } from "../api/types";
import { fetchPoints } from "../command/calls";
import { useBoard } from "../state/current";
import { sendAlert } from "./calls";
import { messageRefusal } from "./words";

/** The talking points an alert is made of: what is so, then what to do. */
const SAID = ["why", "until", "gate", "emergency", "call"];

interface AlertDialogProps {
  neighbourhood: string;
  name: string;
  /** Whether one went before, which this one takes the place of. */
  update: boolean;
  close: () => void;
  onSent: () => void;
}

export default function AlertDialog({ neighbourhood, name, update, close, onSent }: AlertDialogProps) {
  const { t } = useTranslation();
  const exercise = useBoard((board) => board.exercise);
  const zone = useBoard((board) => board.time_zone);
  const [told, setTold] = useState<TalkingPoints | null>(null);
  const [busy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState("");
  useEffect(() => {
    fetchPoints(neighbourhood).then(setTold, (error: unknown) => setRefusal(messageRefusal(error, t, zone)));
  }, [neighbourhood, t, zone]);

  function send(): void {
    setBusy(true);
    setRefusal("");
    sendAlert(neighbourhood)
      .then(
        () => {
          onSent();
          close();
        },
        (error: unknown) => {
          onSent(); // somebody else's may have gone out meanwhile
          setRefusal(messageRefusal(error, t, zone));
        },
      )
      .finally(() => setBusy(false));
  }

  const points = told?.points.filter((point) => SAID.includes(point.code)) ?? [];
  return (
    <Modal
      open
      width="min(620px, 96vw)"
      onCancel={close}
      title={t("messages.alert.title", { name })}
      footer={
        <>
          <Button onClick={close}>{t("messages.alert.cancel")}</Button>
          <Button
            type="primary"
            danger={!exercise}
            loading={busy}
            disabled={!told}
            onClick={send}
            data-testid="alert-send"
          >
            {exercise ? t("messages.alert.sendExercise") : t("messages.alert.sendNow")}
          </Button>
        </>
      }
    >
      <p className={exercise ? "verdict" : "verdict bad"}>
        {exercise ? t("messages.alert.exercise") : t("messages.alert.real")}
        {update ? ` ${t("messages.alert.replaces")}` : ""}
      </p>
      <div className="alert-words" tabIndex={0} data-testid="alert-words">
        <div lang="zh-CN">
          {points.map((point) => (
            <p key={point.code}>{point.zh}</p>
          ))}
        </div>
        <div lang="en">
          {points.map((point) => (
            <p key={point.code}>{point.en}</p>
          ))}
        </div>
      </div>
      {refusal ? (
        <p className="refusal" role="alert">
          {refusal}
        </p>
      ) : null}
    </Modal>
  );
}
