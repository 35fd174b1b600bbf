import type { CodeFacts } from "./code-facts.js";

/** What is wrong between objects of the Gateway API, and no code of Kiali's says. */
export const gatewayApiCodes = {
  MESH0370: {
    name: "certificate-not-granted",
    level: "error",
    description:
      "A Gateway or a ListenerSet uses a certificate of another namespace, and no ReferenceGrant there allows it.",
    remedy: "declare a ReferenceGrant in the namespace of the certificate, or move the certificate",
  },
  MESH0371: {
    name: "listener-secret-not-found",
    level: "warning",
    description: "A listener uses a certificate of an undeclared Secret, although other Secrets are declared.",
    remedy: "correct the name, or declare the Secret; where something else makes it, suppress this",
  },
  MESH0372: {
    name: "backend-tls-reference-not-found",
    level: "error",
    description: "A BackendTLSPolicy targets an object that does not exist, or trusts a CA that does not exist.",
    remedy: "correct the reference, or declare what is missing",
  },
  MESH0373: {
    name: "route-header-refused",
    level: "error",
    description:
      "A route of the Gateway API sets a header to a value that istiod or the proxy refuses; the proxy keeps its former routes then.",
    remedy: "correct the value",
  },
  MESH0374: {
    name: "route-without-backend",
    level: "warning",
    description: "A rule of a Gateway API route has no destination: all weights are 0, or it names no backend.",
    remedy: "give a backend a weight, or redirect",
  },
} as const satisfies Record<string, CodeFacts>;
