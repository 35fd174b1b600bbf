import type { CodeFacts } from "./code-facts.js";

/** What the analysis says of routes and DestinationRules that istiod takes otherwise than they read. */
export const trafficCodes = {
  MESH0345: {
    name: "virtual-service-unseen",
    level: "error",
    description: "A VirtualService is not exported to the namespace of its gateway's pods, so that they answer 404.",
    remedy: "add the namespace of the gateway's pods to exportTo",
  },
  MESH0346: {
    name: "delegate-unusable",
    level: "error",
    description:
      "A route delegates to a VirtualService that has hosts or is not exported to the route's namespace. istiod leaves the route out.",
    remedy: "remove its hosts and gateways, and export it to the namespace of the VirtualService that delegates to it",
  },
  MESH0347: {
    name: "delegate-contradicts-root",
    level: "warning",
    description: "The matches of a delegate and of the route to it exclude each other, so istiod drops routes.",
    remedy: "start the delegate's matches with those of the route that delegates to it",
  },
  MESH0348: {
    name: "routes-of-other-protocol",
    level: "error",
    description:
      "A VirtualService has no routes for the protocol of its gateway's server. TLS passthrough needs `tls`, HTTP and terminated HTTPS need `http`, and other protocols need `tcp`.",
    remedy: "make routes of the server's protocol, or change the server",
  },
  MESH0349: {
    name: "plain-http-to-tls-port",
    level: "warning",
    description: "A route sends plain HTTP requests to a port that expects TLS.",
    remedy: "set `tls.mode` SIMPLE for that port in a DestinationRule, or route to a port of protocol HTTP",
  },
  MESH0350: {
    name: "match-impossible",
    level: "warning",
    description: "A match of a route can never apply to a request, so it is never used.",
    remedy: "write a value that requests can have",
  },
  MESH0351: {
    name: "rewrite-slashes",
    level: "warning",
    description: "The rewrite of a prefix does not end as the prefix does, so that paths get `//`, or lose a `/`.",
    remedy: "end both with `/`, or use `uriRegexRewrite`",
  },
  MESH0352: {
    name: "destination-rule-not-taken",
    level: "warning",
    description:
      "A DestinationRule is exported to callers that do not use it. Callers use the rules of their own namespace, else of the Service's, else of the root namespace.",
    remedy: "move it into the namespace of the Service",
  },
  MESH0353: {
    name: "idle-subset-without-pods",
    level: "info",
    description: "A subset has no pods, and routes name it with weight 0: requests fail as soon as it gets any.",
    remedy: "deploy pods that have its labels before it gets a weight",
  },
  MESH0354: {
    name: "credential-not-read",
    level: "error",
    description:
      "A DestinationRule without workloadSelector takes its certificates from a Secret, which sidecars do not read: they call in plain text.",
    remedy: "add a workloadSelector for the pods that call, and let their service account read the Secret",
  },
  MESH0355: {
    name: "port-settings-replace",
    level: "warning",
    description:
      "The settings of one port replace the whole traffic policy above them, including fields that they do not set.",
    remedy: "repeat these settings under the port",
  },
  MESH0356: {
    name: "outlier-detection-idle",
    level: "warning",
    description:
      "An outlier detection can never eject a pod, because one would be more than maxEjectionPercent allows.",
    remedy: "set maxEjectionPercent higher, or have more replicas",
  },
  MESH0357: {
    name: "outlier-threshold-other",
    level: "info",
    description:
      "Another threshold of the outlier detection takes effect before the one that is set. Every gateway error also counts as a 5xx error, and 5 of these in a row eject by default.",
    remedy: "set consecutiveGatewayErrors below consecutive5xxErrors, or consecutive5xxErrors to 0",
  },
  MESH0358: {
    name: "setting-without-effect",
    level: "warning",
    description: "A setting has no effect, because a value is missing or 0.",
    remedy: "give it the value that is meant, or remove it",
  },
  MESH0359: {
    name: "destination-rule-lost",
    level: "error",
    description:
      'A DestinationRule with exportTo ["."] is merged into those of the same host that have a workloadSelector, so it applies to no other caller.',
    remedy: 'remove `exportTo: ["."]` from it, or set it to ["*"]',
  },
} as const satisfies Record<string, CodeFacts>;
