/** Where the client starts. */
import "./shared/base.css";
import "./shared/panels.css";
import "./shared/map.css";
import "./shared/timeline.css";
import "./shared/narrow.css";
import { lazy, StrictMode, Suspense } from "react";
import { createRoot } from "react-dom/client";
import { App } from "./App";
import { isGoods } from "./goods/asked";
import { setUpLanguages } from "./i18n/setup";
import { declareFont } from "./shared/fonts";

const GoodsApp = lazy(() => import("./goods/GoodsApp").then((part) => ({ default: part.GoodsApp })));

setUpLanguages();
const root = document.getElementById("root");
if (!root) throw new Error("index.html has no #root");
createRoot(root).render(
  <StrictMode>
    {isGoods(window.location) ? (
      <Suspense fallback={null}>
        <GoodsApp />
      </Suspense>
    ) : (
      <App />
    )}
  </StrictMode>,
);
void declareFont();
