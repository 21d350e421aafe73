/** The board from nothing to live: skeleton, then the board, then the stream. */
import { ConfigProvider } from "antd";
import enUS from "antd/es/locale/en_US";
import zhCN from "antd/es/locale/zh_CN";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { isWall, WallView } from "./command/WallView";
import { fetched } from "./faults/fetched";
import { Board } from "./layout/Board";
import { Skeleton } from "./layout/Skeleton";
import { nightTheme } from "./shared/theme";
import { isPeople } from "./people/asked";
import { boardStore } from "./state/current";
import { start } from "./state/start";
import { useStore } from "./state/store";

const PeoplePage = fetched(async () => (await import("./people/PeoplePage")).default, <Skeleton />);

/** The page the address asks for. */
function Page() {
  if (isPeople(window.location)) return <PeoplePage />;
  return isWall(window.location) ? <WallView /> : <Board />;
}

export function App() {
  const { i18n } = useTranslation();
  const there = useStore(boardStore, (board) => board !== null);
  useEffect(start, []);
  return (
    <ConfigProvider
      theme={nightTheme}
      locale={i18n.language === "zh" ? zhCN : enUS}
      button={{ autoInsertSpace: false }}
    >
      {there ? <Page /> : <Skeleton />}
    </ConfigProvider>
  );
}
