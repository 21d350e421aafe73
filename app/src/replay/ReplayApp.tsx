/** The night once more: the same board, fed from the journal instead of the stream, with nothing to press in it. */
import "../command/command.css";
import "./replay.css";
import { Button, ConfigProvider } from "antd";
import enUS from "antd/es/locale/en_US";
import zhCN from "antd/es/locale/zh_CN";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { fetched } from "../faults/fetched";
import { CommandDialogs } from "../command/CommandDialogs";
import { NarrowBoard } from "../layout/NarrowBoard";
import { Skeleton } from "../layout/Skeleton";
import { useNarrow } from "../layout/useNarrow";
import { WideBoard } from "../layout/WideBoard";
import { nightTheme } from "../shared/theme";
import { lookBack } from "../state/past";
import { ReplayBar } from "./ReplayBar";
import { ReplayTop } from "./ReplayTop";
import { useReplay } from "./useReplay";

const MapPane = fetched(async () => (await import("../map/MapPane")).default, <div className="map-wait" />);

lookBack();

function Nothing({ state, again }: { state: "empty" | "failed" | "refused"; again: () => void }) {
  const { t } = useTranslation();
  return (
    <main className="replay-nothing">
      <h1>{t("replay.title")}</h1>
      <p role="status">{t(`replay.nothing.${state}`)}</p>
      <p>
        {state === "failed" ? <Button onClick={again}>{t("replay.again")}</Button> : null}{" "}
        <a className="link" href="/">
          {t("replay.toNow")}
        </a>
      </p>
    </main>
  );
}

function Past() {
  const narrow = useNarrow();
  const [whole, setWhole] = useState(false);
  const [loaded, again] = useReplay(whole);
  if (loaded.state === "loading") return <Skeleton />;
  if (loaded.state !== "there") return <Nothing state={loaded.state} again={again} />;
  const map = <MapPane />;
  return (
    <div className="replay">
      <div className={narrow ? "board narrow" : "board wide"}>
        <ReplayTop />
        {narrow ? <NarrowBoard map={map} /> : <WideBoard map={map} />}
      </div>
      <ReplayBar replay={loaded.replay} whole={whole} onWhole={setWhole} />
      <CommandDialogs />
    </div>
  );
}

export function ReplayApp() {
  const { i18n } = useTranslation();
  return (
    <ConfigProvider
      theme={nightTheme}
      locale={i18n.language === "zh" ? zhCN : enUS}
      button={{ autoInsertSpace: false }}
    >
      <Past />
    </ConfigProvider>
  );
}
