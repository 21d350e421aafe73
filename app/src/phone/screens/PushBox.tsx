/** *Tell this phone*: how it stands, and the buttons that change it; a message to try it out. */
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { NoPushService, type PushState, standing, tryOut, turnOff, turnOn } from "../../messages/push";
import { phonePush, PushRefused } from "../push";
import { type PagePath, workerOf } from "../shell";
import { NoSignal } from "../sync/line";
import type { Words } from "../words";

function whyNot(error: unknown, t: Words): string {
  if (error instanceof NoSignal) return t("push.noSignal");
  if (error instanceof NoPushService) return t("push.service");
  if (error instanceof PushRefused) return t("push.failed", { code: error.code });
  throw error;
}

interface Standing {
  state: PushState | null;
  busy: boolean;
  /** What came of the last thing that was tried, in words. */
  told: string;
  /** Does something and shows how things stand after it. */
  change: (act: () => Promise<PushState>) => void;
  tryIt: () => void;
}

function useStanding(page: PagePath): Standing {
  const { t, i18n } = useTranslation("field");
  const [state, setState] = useState<PushState | null>(null);
  const [busy, setBusy] = useState(false);
  const [told, setTold] = useState("");
  const language = i18n.language === "zh" ? "zh" : "en";
  useEffect(() => {
    let gone = false;
    standing(phonePush, workerOf(page), language).then(
      (found) => {
        if (!gone) setState(found);
      },
      (error: unknown) => {
        if (!gone) setTold(whyNot(error, t));
      },
    );
    return () => {
      gone = true;
    };
  }, [page, language, t]);
  const run = (act: () => Promise<void>) => {
    if (busy) return;
    setBusy(true);
    setTold("");
    act()
      .catch((error: unknown) => setTold(whyNot(error, t)))
      .finally(() => setBusy(false));
  };
  return {
    state,
    busy,
    told,
    change: (act) => run(async () => setState(await act())),
    tryIt: () =>
      run(async () => {
        if (await tryOut(phonePush, workerOf(page))) setTold(t("push.tested"));
      }),
  };
}

export function PushBox({ page }: { page: PagePath }) {
  const { t, i18n } = useTranslation("field");
  const { state, busy, told, change, tryIt } = useStanding(page);
  const language = i18n.language === "zh" ? "zh" : "en";
  return (
    <section data-testid="push" data-state={state ?? ""}>
      <h3>{t("push.title")}</h3>
      {state && <p className={state === "denied" ? "warning" : "hint"}>{t(`push.state.${state}`)}</p>}
      <div className="two">
        {state === "idle" && (
          <button
            type="button"
            className="small"
            disabled={busy}
            onClick={() => change(() => turnOn(phonePush, workerOf(page), language))}
            data-testid="push-on"
          >
            {t("push.turnOn")}
          </button>
        )}
        {state === "on" && (
          <>
            <button type="button" className="small" disabled={busy} onClick={tryIt} data-testid="push-test">
              {t("push.test")}
            </button>
            <button
              type="button"
              className="small"
              disabled={busy}
              onClick={() => change(() => turnOff(phonePush, workerOf(page)))}
              data-testid="push-off"
            >
              {t("push.turnOff")}
            </button>
          </>
        )}
      </div>
      <p role="status" className="hint" data-testid="push-told">
        {told}
      </p>
    </section>
  );
}
