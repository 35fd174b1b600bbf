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
    description: "Every rule of an ALLOW policy requires a method that does not exist, so no caller is allowed.",
    remedy: "write a method of HTTP, in capitals",
  },
  MESH0362: {
    name: "caller-behind-waypoint",
    level: "error",
    description:
      "An access rule of pods names callers, but requests reach the pods through a waypoint, with the waypoint's identity and address.",
    remedy: "use targetRefs, so that the waypoint keeps to it",
  },
  MESH0363: {
    name: "waypoint-attachment-denied",
    level: "error",
    description:
      "A waypoint does not allow the namespace of an object that uses it, so requests bypass the waypoint and its policies.",
    remedy: "set allowedRoutes.namespaces.from of the waypoint's listener to All or Selector",
  },
  MESH0364: {
    name: "token-not-checked",
    level: "warning",
    description:
      "An access rule requires claims of a token, but nothing validates tokens there, so no request has claims.",
    remedy: "make a RequestAuthentication for these pods with the issuer in `jwtRules`",
  },
  MESH0365: {
    name: "client-address-hidden",
    level: "warning",
    description:
      "An access rule of a gateway uses addresses of connections. With externalTrafficPolicy Cluster these are addresses of nodes.",
    remedy:
      "set externalTrafficPolicy of the Service to Local, or use remoteIpBlocks with the proxy protocol or numTrustedProxies",
  },
  MESH0366: {
    name: "gateway-address-compared",
    level: "warning",
    description:
      "An access rule uses addresses of connections, but requests come through a gateway, so these are the addresses of its pods.",
    remedy: "put the rule on the gateway, or use remoteIpBlocks with numTrustedProxies",
  },
  MESH0367: {
    name: "mtls-disable-in-ambient",
    level: "info",
    description: "For pods of the ambient mode, DISABLE means PERMISSIVE: their node's proxy still accepts mutual TLS.",
    remedy: "write PERMISSIVE, or give the pods sidecars",
  },
  MESH0368: {
    name: "label-misplaced",
    level: "warning",
    description: "An Istio label is on an object of a kind that Istio does not read labels of.",
    remedy: "move it to where Istio reads it",
  },
  MESH0369: {
    name: "host-evadable",
    level: "info",
    description: "An access rule matches by negated hosts. A request with a port in its host evades it.",
    remedy: "add the host with :*, as in example.com:*",
  },
} as const satisfies Record<string, CodeFacts>;
