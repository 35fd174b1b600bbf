import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import "./look/theme.css";
import "./look/elements.css";
import "./look/layout.css";
import "./look/findings.css";
import { App } from "./shell/app.js";

const root = document.getElementById("root");
if (root === null) throw new Error("index.html has no element for the page");
createRoot(root).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
