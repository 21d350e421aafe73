/** The phone from nothing to work: enrolled, with a crew, with a job. */
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { useStore } from "../state/store";
import { NO_STORE, phoneStore, startPhone, usePhone } from "../phone/current";
import { useNight } from "./useNight";
import { follow } from "./here";
import { Dialog } from "../phone/parts/Dialog";
import type { Sheet } from "./screens/Actions";
import { Banners } from "../phone/screens/Banners";
import { ChangeCrew, ChooseCrew } from "./screens/ChooseCrew";
import { EnrolForm, Threshold } from "../phone/screens/Enrol";
import { JobScreen } from "./screens/JobScreen";
import { Outbox } from "../phone/screens/Outbox";
import { Top } from "./screens/Top";
import { homeOf, keepShell, keepStorage } from "../phone/shell";
import { statusStore } from "../phone/sync/status";
import { codeIn } from "../phone/sync/enrol";

const TOLD_MS = 3500;

function useTold(): [string, (what: string) => void] {
  const [told, setTold] = useState({ what: "", at: 0 });
  useEffect(() => {
    if (!told.what) return;
    const timer = setTimeout(() => setTold({ what: "", at: 0 }), TOLD_MS);
    return () => clearTimeout(timer);
  }, [told]);
  return [told.what, (what) => setTold({ what, at: Date.now() })];
}

function Work({ sheet, onSheet }: { sheet: Sheet | null; onSheet: (sheet: Sheet | null) => void }) {
  const { t } = useTranslation("field");
  const card = usePhone((phone) => phone.kept?.card, undefined);
  const night = useNight();
  const [told, tell] = useTold();
  useEffect(follow, []);
  if (!card?.crew || !night) return null;
  return (
    <>
      <JobScreen card={card} night={night} sheet={sheet} onSheet={onSheet} onSaid={tell} />
      <p className={`told${told ? " shown" : ""}`} role="status" data-testid="told">
        {told && t("said", { what: told })}
      </p>
    </>
  );
}

type Stage = "starting" | "threshold" | "choose" | "work";

function useStage(): Stage {
  const ready = useStore(phoneStore, (phone) => phone !== null);
  const card = usePhone((phone) => phone.kept?.card, undefined);
  const [code] = useState(() => codeIn(window.location.hash));
  const enrolled = usePhone((phone) => phone.enrolment !== undefined, false);
  if (!ready) return "starting";
  if (!card || (code && !enrolled)) return "threshold";
  return card.crew ? "work" : "choose";
}

export function App() {
  const { t } = useTranslation("field");
  const [sheet, setSheet] = useState<Sheet | null>(null);
  const choices = usePhone((phone) => phone.kept?.card.choices ?? NO_CHOICES, NO_CHOICES);
  const home = usePhone((phone) => homeOf(phone.enrolment?.role ?? ""), "/field");
  const stage = useStage();
  useEffect(startPhone, []);
  useEffect(() => {
    void keepShell("/field");
    void keepStorage();
  }, []);
  const broken = useStore(statusStore, (status) => status.code === NO_STORE);
  if (stage === "starting") return <p className="starting">{broken ? t("sync.noStore") : "…"}</p>;
  return (
    <div className="phone">
      <Top onOpen={() => setSheet("outbox")} />
      {stage !== "threshold" && <Banners onSignIn={() => setSheet("enrol")} onLook={() => setSheet("outbox")} />}
      {stage === "threshold" && <Threshold />}
      {stage === "choose" && (
        <main className="middle">
          {home === "/goods" && (
            <a className="way" href="/goods">
              {t("ways.goods")} <span aria-hidden="true">›</span>
            </a>
          )}
          <ChooseCrew choices={choices} />
        </main>
      )}
      {stage === "work" && <Work sheet={sheet} onSheet={setSheet} />}
      {sheet === "outbox" && (
        <Outbox
          page="/field"
          onClose={() => setSheet(null)}
          onSignIn={() => setSheet("enrol")}
          onChoose={() => setSheet("crew")}
        />
      )}
      {sheet === "crew" && <ChangeCrew onClose={() => setSheet(null)} />}
      {sheet === "enrol" && (
        <Dialog title={t("outbox.signIn")} onClose={() => setSheet(null)}>
          <EnrolForm onDone={() => setSheet(null)} />
        </Dialog>
      )}
    </div>
  );
}

const NO_CHOICES: never[] = [];
