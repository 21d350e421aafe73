/** The page of yards and lenders: to each what is theirs, to the office all of it; it works without a signal. */
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { LANGUAGES, speak } from "../i18n/setup";
import { NO_STORE, phoneStore, startPhone } from "../phone/current";
import { Dialog } from "../phone/parts/Dialog";
import { Banners } from "../phone/screens/Banners";
import { EnrolForm, Threshold } from "../phone/screens/Enrol";
import { Outbox } from "../phone/screens/Outbox";
import { StandingLine } from "../phone/screens/Standing";
import { keepShell, keepStorage } from "../phone/shell";
import { statusStore } from "../phone/sync/status";
import { useStore } from "../state/store";
import type { GoodsView } from "./calls";
import { LenderPanel } from "./LenderPanel";
import { useGoods } from "./useGoods";
import { YardPanel } from "./YardPanel";

type Open = "outbox" | "enrol" | null;

export function GoodsApp() {
  const { t } = useTranslation();
  const ready = useStore(phoneStore, (phone) => phone !== null);
  const broken = useStore(statusStore, (status) => status.code === NO_STORE);
  const [open, setOpen] = useState<Open>(null);
  useEffect(startPhone, []);
  useEffect(() => {
    void keepShell("/goods");
    void keepStorage();
  }, []);
  useEffect(() => {
    document.title = `${t("goods.title")} · 一盘棋 Yipanqi`;
  }, [t]);
  if (!ready) return <p className="starting">{broken ? t("sync.noStore", { ns: "field" }) : "…"}</p>;
  return (
    <>
      <Page onOpen={setOpen} />
      {open === "outbox" && <Outbox page="/goods" onClose={() => setOpen(null)} onSignIn={() => setOpen("enrol")} />}
      {open === "enrol" && (
        <Dialog title={t("outbox.signIn", { ns: "field" })} onClose={() => setOpen(null)}>
          <EnrolForm onDone={() => setOpen(null)} />
        </Dialog>
      )}
    </>
  );
}

function Page({ onOpen }: { onOpen: (what: Open) => void }) {
  const { t } = useTranslation();
  const { now, fetchedAt, notOurs } = useGoods();
  const [told, setTold] = useTold();
  const view = now?.view;
  return (
    <div className="goods">
      <header className="goods-top">
        <div className="goods-head">
          <h1>{t("goods.title")}</h1>
          {view?.exercise ? <span className="exercise">{t("goods.exercise")}</span> : null}
          <Language />
        </div>
        <StandingLine shownAt={fetchedAt} onOpen={() => onOpen("outbox")} />
      </header>
      {view ? <Banners onSignIn={() => onOpen("enrol")} onLook={() => onOpen("outbox")} /> : null}
      {notOurs ? <NotOurs /> : null}
      {!view && !notOurs ? <Threshold /> : null}
      {now && view ? (
        <>
          <Notes view={view} />
          <main className="goods-columns">
            {view.yards.map((yard) => (
              <YardPanel key={yard.id} now={now} yard={yard} onSaid={setTold} />
            ))}
            {view.lenders.map((lender) => (
              <LenderPanel key={lender.id} now={now} lender={lender} onSaid={setTold} />
            ))}
          </main>
        </>
      ) : null}
      <p className={`told${told ? " shown" : ""}`} role="status" data-testid="told">
        {told ? t("goods.said", { what: told }) : ""}
      </p>
    </div>
  );
}

const TOLD_MS = 3500;

/** What was recorded just now, for as long as it takes to read it. */
function useTold(): [string, (what: string) => void] {
  const [told, setTold] = useState({ what: "" });
  useEffect(() => {
    if (!told.what) return;
    const timer = setTimeout(() => setTold({ what: "" }), TOLD_MS);
    return () => clearTimeout(timer);
  }, [told]);
  return [told.what, (what) => setTold({ what })];
}

function Language() {
  const { i18n } = useTranslation();
  const other = LANGUAGES.find((language) => language !== i18n.language) ?? "en";
  return (
    <button type="button" className="language" onClick={() => speak(other)}>
      {other === "zh" ? "中文" : "EN"}
    </button>
  );
}

/** For a role whose work is elsewhere. */
function NotOurs() {
  const { t } = useTranslation();
  return (
    <main className="goods-none">
      <p>{t("goods.notForYou")}</p>
      <a className="way" href="/field">
        {t("ways.field", { ns: "field" })} <span aria-hidden="true">›</span>
      </a>
    </main>
  );
}

function Notes({ view }: { view: GoodsView }) {
  const { t } = useTranslation();
  const nothing = view.yards.length + view.lenders.length === 0;
  return (
    <>
      {nothing ? <p className="goods-none">{t("goods.nothing")}</p> : null}
      {view.waiting_orders ? (
        <p className="goods-note">{t("goods.waitingOrders", { count: view.waiting_orders })}</p>
      ) : null}
    </>
  );
}
