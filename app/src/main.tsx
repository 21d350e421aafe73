/** Where the client starts. */
import "./shared/base.css";
import "./shared/panels.css";
import "./shared/map.css";
import "./shared/timeline.css";
import "./shared/narrow.css";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { App } from "./App";
import { setUpLanguages } from "./i18n/setup";
import { declareFont } from "./shared/fonts";

setUpLanguages();
const root = document.getElementById("root");
if (!root) throw new Error("index.html has no #root");
createRoot(root).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
void declareFont();
