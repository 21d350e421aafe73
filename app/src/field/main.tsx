/** Where the crew's phone starts. */
import "./field.css";
import "./sheets.css";
import "./claims.css";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { App } from "./App";
import { setUpWords } from "./i18n";

setUpWords();
const root = document.getElementById("root");
if (!root) throw new Error("field.html has no #root");
createRoot(root).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
