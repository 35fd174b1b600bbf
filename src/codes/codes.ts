import { accessCodes } from "./access.js";
import { analysisCodes } from "./analysis.js";
import { clusterCodes } from "./cluster.js";
import { laterClusterCodes } from "./cluster-later.js";
import { configurationCodes } from "./configuration.js";
import type { CodeFacts } from "./code-facts.js";
import { gatewayApiCodes } from "./gateway-api.js";
import { installCodes } from "./install.js";
import { istioCodes } from "./istio.js";
import { laterIstioCodes } from "./istio-later.js";
import { kialiCodes } from "./kiali.js";
import { laterKialiCodes } from "./kiali-later.js";
import { policyCodes } from "./policy.js";
import { trafficCodes } from "./traffic.js";
import { versionCodes } from "./versions.js";
import type { Finding } from "../finding.js";
import { formatMarkdownTable } from "../text/markdown-table.js";

/**
 * Every code this package reports, in blocks of a hundred a topic: 01 = installing Istio, 02 = policies, 03 = analysis, 04 = clusters. A code is
 * never given a second meaning; one that goes out of use stays here as a comment. `IST` codes are Istio's own, with Istio's name and level, `KIA` codes Kiali's.
 */
export const codes = {
  ...installCodes,
  ...configurationCodes,
  ...policyCodes,
  ...versionCodes,
  ...analysisCodes,
  ...trafficCodes,
  ...accessCodes,
  ...gatewayApiCodes,
  ...clusterCodes,
  ...laterClusterCodes,
  ...istioCodes,
  ...laterIstioCodes,
  ...kialiCodes,
  ...laterKialiCodes,
} as const satisfies Record<string, CodeFacts>;
export type Code = keyof typeof codes;

/** A finding of that code at the code's own level. `remedy` is the exact one where it is known, else the code's. */
export function createFinding(code: Code, message: string, remedy: string = codes[code].remedy): Finding {
  return { code, level: codes[code].level, message, remedy };
}

/** docs/codes.md: one row a code. */
export function formatCodePage(): string {
  const rows = Object.entries(codes).map(([code, facts]) => [
    code,
    facts.name,
    facts.level,
    facts.description,
    facts.remedy,
  ]);
  return [
    "# Codes",
    "An `error` stops the preview before anything is changed, a `warning` is printed. A code never changes its meaning.",
    formatMarkdownTable(["code", "name", "level", "what it says", "what to do"], rows),
    "This page is made from `src/codes`.",
  ].join("\n\n");
}
