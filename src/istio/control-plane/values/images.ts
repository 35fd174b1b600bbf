import type { ValuesStep } from "./step.js";

/** `hub`, `tag` and `imagePullPolicy` of all charts with images; the ztunnel chart reads them from `global` too. */
export const computeImageValues: ValuesStep = (chart, { hub, tag, imagePullPolicy }) =>
  chart === "base" ? {} : { global: { hub, tag, imagePullPolicy } };
