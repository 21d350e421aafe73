/** Where the page of goods starts. */
import "../phone/phone.css";
import "../phone/sheets.css";
import "./goods.css";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { FaultBoundary } from "../faults/FaultBoundary";
import { setUpWords } from "../phone/i18n";
import en from "./en.json";
import { GoodsApp } from "./GoodsApp";
import zh from "./zh.json";

setUpWords({ en: { goods: en }, zh: { goods: zh } });
const root = document.getElementById("root");
if (!root) throw new Error("goods.html has no #root");
createRoot(root).render(
  <StrictMode>
    <FaultBoundary part="page">
      <GoodsApp />
    </FaultBoundary>
  </StrictMode>,
);
