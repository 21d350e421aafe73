/** Where the client starts. */
import "./shared/base.css";
import "./shared/panels.css";
import "./shared/map.css";
import "./shared/timeline.css";
import "./shared/narrow.css";
import "./shared/touch.css";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { App } from "./App";
import { FaultBoundary } from "./faults/FaultBoundary";
import { fetched } from "./faults/fetched";
import { setUpLanguages } from "./i18n/setup";
import { isReplay } from "./replay/asked";
import { declareFont } from "./shared/fonts";

const ReplayApp = fetched(async () => (await import("./replay/ReplayApp")).ReplayApp);

/** The page the address asks for; what looks back follows no stream. */
function Page() {
  return isReplay(window.location) ? <ReplayApp /> : <App />;
}

setUpLanguages();
const root = document.getElementById("root");
if (!root) throw new Error("index.html has no #root");
createRoot(root).render(
  <StrictMode>
    <FaultBoundary part="page">
      <Page />
    </FaultBoundary>
  </StrictMode>,
);
void declareFont();
