import type { CodeFacts } from "./code-facts.js";

/** Access rules that allow nobody or deny everybody, waypoints, and labels that nothing reads. */
export const accessCodes = {
  MESH0360: {
    name: "access-value-impossible",
    level: "error",
    description: "An access rule matches a value that no request and no caller has.",
    remedy: "write the value as Istio compares it",
  },
  MESH0361: {
    name: "access-allows-nobody",
    level: "error",
    description: "Every rule of an ALLOW policy requires a method that does not exist, so nobody is allowed.",
    remedy: "write a method of HTTP, in capitals",
  },
  MESH0362: {
    name: "caller-behind-waypoint",
    level: "error",
    description:
      "An access rule of pods names callers, and requests come to them from a waypoint, whose identity and address they have there.",
    remedy: "use targetRefs, so that the waypoint keeps to it",
  },
  MESH0363: {
    name: "waypoint-attachment-denied",
    level: "error",
    description: "Something uses a waypoint that does not take its namespace, so requests go past it and its policies.",
    remedy: "set allowedRoutes.namespaces.from of the waypoint's listener to All or Selector",
  },
  MESH0364: {
    name: "token-not-checked",
    level: "warning",
    description:
      "An access rule allows by what a token says, and nothing checks tokens there, so that no request has any.",
    remedy: "make a RequestAuthentication for these pods with the issuer in `jwtRules`",
  },
  MESH0365: {
    name: "client-address-hidden",
    level: "warning",
    description:
      "An access rule of a gateway goes by addresses of connections, which are those of nodes where its Service takes externalTrafficPolicy Cluster.",
    remedy:
      "set externalTrafficPolicy of the Service to Local, or use remoteIpBlocks with the proxy protocol or numTrustedProxies",
  },
  MESH0366: {
    name: "gateway-address-compared",
    level: "warning",
    description:
      "An access rule goes by addresses of connections, and requests come through a gateway, whose pods' addresses these are.",
    remedy: "put the rule on the gateway, or use remoteIpBlocks with numTrustedProxies",
  },
  MESH0367: {
    name: "mtls-disable-in-ambient",
    level: "info",
    description:
      "The mode DISABLE is PERMISSIVE for pods of the ambient mode: their node's proxy goes on taking mutual TLS.",
    remedy: "write PERMISSIVE, or give the pods sidecars",
  },
  MESH0368: {
    name: "label-misplaced",
    level: "warning",
    description: "An Istio label is on an object where nothing reads it.",
    remedy: "move it to where Istio reads it",
  },
  MESH0369: {
    name: "host-evadable",
    level: "info",
    description: "An access rule matches by negated hosts. A request with a port in its host evades it.",
    remedy: "add the host with :*, as in example.com:*",
  },
} as const satisfies Record<string, CodeFacts>;
