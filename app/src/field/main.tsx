/** Where the crew's phone starts. */
import "../phone/phone.css";
import "../phone/sheets.css";
import "./claims.css";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { FaultBoundary } from "../faults/FaultBoundary";
import { App } from "./App";
import { setUpWords } from "../phone/i18n";

setUpWords();
const root = document.getElementById("root");
if (!root) throw new Error("field.html has no #root");
createRoot(root).render(
  <StrictMode>
    <FaultBoundary part="page">
      <App />
    </FaultBoundary>
  </StrictMode>,
);
