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
  MESH0375: {
    name: "client-authority-refused",
    level: "error",
    description:
      "A Gateway checks client certificates by an authority that is not valid now, or that Istio does not accept. Its listeners that terminate TLS are then missing.",
    remedy: 'name one ConfigMap or Secret whose "ca.crt" has certificates in PEM',
  },
  MESH0376: {
    name: "client-certificate-unchecked",
    level: "warning",
    description: "A Gateway asks clients for certificates, and its mode AllowInsecureFallback lets in all clients.",
    remedy: "leave `mode` out",
  },
  MESH0377: {
    name: "client-certificate-unasked",
    level: "warning",
    description: "A Gateway is to check certificates of clients, and a listener of that port asks for none.",
    remedy: "correct the port, let the listener terminate TLS, or leave its option out",
  },
  MESH0378: {
    name: "client-authority-not-found",
    level: "warning",
    description:
      "A Gateway checks certificates of clients by an undeclared ConfigMap or Secret, although others are declared. Its listeners that end TLS are not there without it.",
    remedy: "correct the name, or declare it; where something else makes it, suppress this",
  },
} as const satisfies Record<string, CodeFacts>;
