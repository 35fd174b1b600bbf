import type { CodeFacts } from "./code-facts.js";

/** Istio's own codes, with Istio's names and levels. Source: pkg/config/analysis/msg/messages.yaml. */
export const istioCodes = {
  IST0002: {
    name: "deprecated",
    level: "warning",
    description: "A field or an object is deprecated, and a later Istio may not know it any more.",
    remedy: "use what takes its place",
  },
  IST0123: {
    name: "namespace-multiple-injection-labels",
    level: "warning",
    description: "A namespace has more than one kind of injection label; which one wins is not defined.",
    remedy: "keep one of the labels",
  },
} as const satisfies Record<string, CodeFacts>;
