import type { CodeFacts } from "./code-facts.js";

/** Codes of the analysis that are neither Istio's nor Kiali's, MESH03…. */
export const analysisCodes = {
  MESH0301: {
    name: "suppression-unused",
    level: "warning",
    description: "A suppression leaves out nothing: what it was for is mended, or it names another object.",
    remedy: "remove it",
  },
  MESH0310: {
    name: "subset-unused",
    level: "info",
    description: "A DestinationRule has a subset that no VirtualService sends anything to.",
    remedy: "route to it, or remove it",
  },
  MESH0311: {
    name: "weights-not-percent",
    level: "warning",
    description: "The weights of a route's destinations do not sum to 100; Istio takes them as shares of their sum.",
    remedy: "make them sum to 100",
  },
  MESH0312: {
    name: "retries-beyond-timeout",
    level: "warning",
    description:
      "The tries of a route may take as long as its timeout before the last retry begins, so that it never does.",
    remedy: "set a longer timeout, fewer attempts or a shorter perTryTimeout",
  },
  MESH0313: {
    name: "fault-delay-beyond-timeout",
    level: "warning",
    description:
      "An injected delay is longer than the timeout of its own route. The timeout begins after the delay and does not cut it off.",
    remedy: "set the timeout at the caller whose patience is to be tested, or a shorter delay",
  },
  MESH0314: {
    name: "route-shadowed",
    level: "warning",
    description: "Routes before it take all that a route of a VirtualService takes, so that it is never used.",
    remedy: "move it before them, or narrow what they take",
  },
  MESH0322: {
    name: "gateway-host-too-broad",
    level: "info",
    description:
      "A gateway takes requests for any host, so whoever may write a VirtualService can publish any domain through it.",
    remedy: "list the hosts that the gateway is for",
  },
  MESH0330: {
    name: "token-not-needed",
    level: "warning",
    description: "A RequestAuthentication checks tokens, but no access rule asks for one: who sends none is let in.",
    remedy: 'allow by an AuthorizationPolicy with `requestPrincipals`, or deny `notRequestPrincipals: ["*"]`',
  },
  MESH0332: {
    name: "proxy-version-too-long",
    level: "error",
    description: "The `proxyVersion` of a patch is longer than istiod compiles, so the patch is for no proxy.",
    remedy: "write a shorter pattern, or a patch for each version",
  },
} as const satisfies Record<string, CodeFacts>;
