/** *Tell this browser*: what it would do, how it stands, and the button that changes it. */
import { Button } from "antd";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { boardPush } from "./calls";
import { boardWorker, type PushState, standing, tryOut, turnOff, turnOn } from "./push";
import { messageRefusal } from "./words";

export function PushSection() {
  const { t, i18n } = useTranslation();
  const [state, setState] = useState<PushState | null>(null);
  const [busy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState("");
  const [tried, setTried] = useState(false);
  const language = i18n.language === "zh" ? "zh" : "en";
  useEffect(() => {
    let gone = false;
    standing(boardPush, boardWorker, language).then(
      (found) => {
        if (!gone) setState(found);
      },
      (error: unknown) => {
        if (!gone) setRefusal(messageRefusal(error, t));
      },
    );
    return () => {
      gone = true;
    };
  }, [language, t]);

  function change(act: () => Promise<PushState>): void {
    setBusy(true);
    setRefusal("");
    act()
      .then(setState, (error: unknown) => setRefusal(messageRefusal(error, t)))
      .finally(() => setBusy(false));
  }

  function tryIt(): void {
    setTried(false);
    setRefusal("");
    tryOut(boardPush, boardWorker).then(setTried, (error: unknown) => setRefusal(messageRefusal(error, t)));
  }

  return (
    <section className="push-box" aria-label={t("messages.push.title")} data-testid="push" data-state={state ?? ""}>
      <h3>{t("messages.push.title")}</h3>
      {state ? <p role="status">{t(`messages.push.${state}`)}</p> : null}
      {state === "idle" ? (
        <>
          <p className="soft">{t("messages.push.permission")}</p>
          <Button type="primary" loading={busy} onClick={() => change(() => turnOn(boardPush, boardWorker, language))}>
            {t("messages.push.turnOn")}
          </Button>
        </>
      ) : null}
      {state === "on" ? (
        <div className="push-acts">
          <Button loading={busy} onClick={() => change(() => turnOff(boardPush, boardWorker))}>
            {t("messages.push.turnOff")}
          </Button>
          <Button disabled={busy} onClick={tryIt} data-testid="push-test">
            {t("messages.push.test")}
          </Button>
        </div>
      ) : null}
      {tried ? <p role="status">{t("messages.push.tested")}</p> : null}
      {refusal ? (
        <p className="refusal" role="alert">
          {refusal}
        </p>
      ) : null}
    </section>
  );
}
