import type { CodeFacts } from "./code-facts.js";

/** Kiali's own codes, with Kiali's levels. Source: models/istio_validation.go. */
export const kialiCodes = {
  KIA0106: {
    name: "service-account-not-found",
    level: "error",
    description: "An access rule allows a caller by a service account that is not there, so it allows nobody.",
    remedy: "correct the name, or declare the ServiceAccount",
  },
} as const satisfies Record<string, CodeFacts>;
