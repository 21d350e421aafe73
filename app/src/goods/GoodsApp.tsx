/** The page of yards and lenders: to each what is theirs, to the office all of it. */
import "./goods.css";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { LANGUAGES, speak } from "../i18n/setup";
import type { GoodsView } from "./calls";
import { LenderPanel } from "./LenderPanel";
import { useGoods } from "./useGoods";
import { clock } from "./words";
import { YardPanel } from "./YardPanel";

export function GoodsApp() {
  const { t } = useTranslation();
  const { view, online, refresh, now } = useGoods();
  useEffect(() => {
    document.title = `${t("goods.title")} · 一盘棋 Yipanqi`;
  }, [t]);
  return (
    <div className="goods">
      <header className="goods-top">
        <div>
          <h1>{t("goods.title")}</h1>
          {view ? <Standing view={view} online={online} /> : null}
        </div>
        <Ways office={view !== null && view.role !== "lender" && view.role !== "supplier"} />
      </header>
      {view ? null : <p className="goods-none">{t("goods.loading")}</p>}
      {view ? <Notes view={view} /> : null}
      {view ? (
        <main className="goods-columns">
          {view.yards.map((yard) => (
            <YardPanel key={yard.id} view={view} yard={yard} now={now} refresh={refresh} />
          ))}
          {view.lenders.map((lender) => (
            <LenderPanel key={lender.id} view={view} lender={lender} now={now} refresh={refresh} />
          ))}
        </main>
      ) : null}
    </div>
  );
}

/** Whose board it is, and how old what is shown. */
function Standing({ view, online }: { view: GoodsView; online: boolean }) {
  const { t } = useTranslation();
  const time = clock(view.now, view.time_zone);
  return (
    <p className={online ? "" : "offline"} role={online ? undefined : "alert"}>
      {view.exercise ? <b className="goods-exercise">{t("goods.exercise")}</b> : null}
      {view.name} · {t(online ? "goods.asOf" : "goods.offline", { time })}
    </p>
  );
}

function Ways({ office }: { office: boolean }) {
  const { t, i18n } = useTranslation();
  const other = LANGUAGES.find((language) => language !== i18n.language) ?? "en";
  return (
    <nav>
      {office ? (
        <a className="goods-quiet" href="/">
          {t("goods.board")}
        </a>
      ) : null}
      <button
        type="button"
        className="goods-quiet"
        onClick={() => {
          speak(other);
        }}
      >
        {other === "zh" ? "中文" : "EN"}
      </button>
    </nav>
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
