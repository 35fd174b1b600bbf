import type { CodeFacts } from "./code-facts.js";

/** Codes of the analysis that are neither Istio's nor Kiali's, MESH03…. */
export const analysisCodes = {
  MESH0301: {
    name: "suppression-unused",
    level: "warning",
    description: "A suppression leaves out nothing: what it was for is mended, or it names another object.",
    remedy: "remove it",
  },
} as const satisfies Record<string, CodeFacts>;
