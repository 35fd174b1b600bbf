import type { CodeFacts } from "./code-facts.js";

/** Kiali's own codes, with Kiali's levels. Source: models/istio_validation.go. */
export const kialiCodes = {
  KIA0002: {
    name: "selectorless-duplicate",
    level: "error",
    description: "A namespace has more than one policy without a selector, of a kind that allows only one.",
    remedy: "keep one of them, or give the others a selector",
  },
  KIA0003: {
    name: "selector-duplicate",
    level: "error",
    description: "Several policies of a kind that allows only one select the same pods.",
    remedy: "let only one of them select these pods",
  },
  KIA0004: {
    name: "selector-matches-nothing",
    level: "warning",
    description: "A policy selects no pods, so it is in force nowhere; or a ServiceEntry does, and has no endpoints.",
    remedy: "correct its labels or namespace, or remove it",
  },
  KIA0005: {
    name: "export-namespace-not-found",
    level: "error",
    description: "An object is exported to a namespace that does not exist.",
    remedy: "correct the name, or declare the Namespace",
  },
  KIA0102: {
    name: "method-unknown",
    level: "warning",
    description: "An access rule matches a method that does not exist.",
    remedy: "write a method of HTTP, in capitals",
  },
  KIA0104: {
    name: "policy-host-not-found",
    level: "error",
    description: "An access rule is for a host of the mesh that no Service has.",
    remedy: "correct the host, or declare the Service",
  },
  KIA0105: {
    name: "mtls-needed",
    level: "error",
    description: "An access rule uses the caller's identity, which needs mutual TLS, but mutual TLS is disabled.",
    remedy: "set the PeerAuthentication to STRICT, or use another condition",
  },
  KIA0106: {
    name: "service-account-not-found",
    level: "error",
    description: "An access rule allows a service account that does not exist, so it allows no caller.",
    remedy: "correct the name, or declare the ServiceAccount",
  },
  KIA0108: {
    name: "trust-domain-unknown",
    level: "warning",
    description: "An access rule allows a caller of a trust domain that the mesh does not have.",
    remedy: "correct the trust domain, or add it to `trustDomainAliases` of the mesh configuration",
  },
  KIA0109: {
    name: "ambient-access-unserved",
    level: "warning",
    description: "An access rule about requests is for a Service without waypoint, and nothing else sees its requests.",
    remedy: "make a waypoint, and label the Service or its namespace istio.io/use-waypoint",
  },
  KIA0110: {
    name: "ambient-access-untargeted",
    level: "warning",
    description: "An access rule about requests has no targetRefs, and waypoints apply only rules with targetRefs.",
    remedy: "use targetRefs, of kind Service or of kind Gateway for the waypoint",
  },
  KIA0201: {
    name: "destination-rule-duplicate",
    level: "warning",
    description: "DestinationRules of one host have the same content twice. Only one of them applies.",
    remedy: "keep it in one of them",
  },
  KIA0207: {
    name: "tls-against-strict",
    level: "error",
    description:
      "A DestinationRule calls without mutual TLS, but a PeerAuthentication of its namespace accepts only mutual TLS.",
    remedy: "use ISTIO_MUTUAL, or leave `tls` out, or make the PeerAuthentication PERMISSIVE",
  },
  KIA0208: {
    name: "tls-against-mesh-strict",
    level: "error",
    description:
      "A DestinationRule calls without mutual TLS, but the mesh's PeerAuthentication accepts only mutual TLS.",
    remedy: "use ISTIO_MUTUAL, or leave `tls` out, or make the PeerAuthentication PERMISSIVE",
  },
  KIA0209: {
    name: "subset-without-labels",
    level: "warning",
    description: "A subset has no labels and no policy of its own, so it is the same as its host.",
    remedy: "give it labels, or route to the host",
  },
  KIA0211: {
    name: "ambient-destination-unserved",
    level: "warning",
    description: "A DestinationRule about requests is for a Service without waypoint.",
    remedy: "make a waypoint, and label the Service or its namespace istio.io/use-waypoint",
  },
  KIA0212: {
    name: "ambient-destination-elsewhere",
    level: "warning",
    description:
      "A DestinationRule with settings for requests is in another namespace than its Service, so the Service's waypoint ignores it.",
    remedy: "put the DestinationRule into the namespace of the Service",
  },
  KIA0401: {
    name: "mesh-strict-without-tls",
    level: "error",
    description:
      "The mesh's PeerAuthentication accepts only mutual TLS, automatic mutual TLS is off, and no DestinationRule uses it.",
    remedy:
      "make a DestinationRule with mode ISTIO_MUTUAL for these hosts, or leave enableAutoMtls of the mesh configuration out",
  },
  KIA0501: {
    name: "strict-without-tls",
    level: "error",
    description:
      "A PeerAuthentication accepts only mutual TLS, automatic mutual TLS is off, and no DestinationRule uses it.",
    remedy:
      "make a DestinationRule with mode ISTIO_MUTUAL for these hosts, or leave enableAutoMtls of the mesh configuration out",
  },
  KIA0505: {
    name: "mutual-tls-against-disable",
    level: "error",
    description: "A DestinationRule calls with mutual TLS, but a PeerAuthentication of its namespace disables it.",
    remedy: "leave `tls` out, or make the PeerAuthentication PERMISSIVE",
  },
  KIA0506: {
    name: "mutual-tls-against-mesh-disable",
    level: "error",
    description: "A DestinationRule calls with mutual TLS, but the mesh's PeerAuthentication disables it.",
    remedy: "leave `tls` out, or make the PeerAuthentication PERMISSIVE",
  },
  KIA0701: {
    name: "service-target-not-found",
    level: "warning",
    description: "A Service's targetPort names a port that no container of its pods has.",
    remedy: "correct targetPort, or name the container's port",
  },
  KIA1004: {
    name: "sidecar-host-not-found",
    level: "warning",
    description: "A Sidecar lets its pods reach a host that is not there.",
    remedy: "correct the host, in full as <namespace>/<host>, or declare it",
  },
  KIA1006: {
    name: "root-sidecar-with-selector",
    level: "warning",
    description: "A Sidecar of the root namespace has a selector, so it is not the mesh's.",
    remedy: "remove workloadSelector, or put it into the namespace of its pods",
  },
  KIA1007: {
    name: "sidecar-mode-ambiguous",
    level: "info",
    description: "A Sidecar has an outboundTrafficPolicy without a mode, which means REGISTRY_ONLY.",
    remedy: "write the mode",
  },
  KIA1104: {
    name: "lone-weight",
    level: "warning",
    description: "The only destination of a route has a weight, which has no effect.",
    remedy: "remove the weight, or add the other destinations",
  },
  KIA1105: {
    name: "destination-repeated",
    level: "warning",
    description: "A route has the same destination twice.",
    remedy: "make one of them, with the sum of the weights",
  },
  KIA1106: {
    name: "virtual-service-host-shared",
    level: "warning",
    description: "VirtualServices have the same match for the same host at the same gateway. Only one of them applies.",
    remedy: "keep it in one of them",
  },
  KIA1108: {
    name: "gateway-name-old",
    level: "info",
    description: "A VirtualService names its Gateway in an old way.",
    remedy: "write <namespace>/<name>",
  },
  KIA1110: {
    name: "ambient-token-unserved",
    level: "warning",
    description: "A RequestAuthentication is for a Service without waypoint.",
    remedy: "make a waypoint, and label the Service or its namespace istio.io/use-waypoint",
  },
  KIA1111: {
    name: "ambient-plugin-unserved",
    level: "warning",
    description: "A WasmPlugin is for a Service without waypoint.",
    remedy: "make a waypoint, and label the Service or its namespace istio.io/use-waypoint",
  },
  KIA1112: {
    name: "ambient-telemetry-unserved",
    level: "warning",
    description: "A Telemetry with settings for requests targets an object without a waypoint.",
    remedy: "make a waypoint, and label the Service or its namespace istio.io/use-waypoint",
  },
  KIA1113: {
    name: "ambient-route-unserved",
    level: "warning",
    description: "Routes of requests are for a Service without waypoint.",
    remedy: "make a waypoint, and label the Service or its namespace istio.io/use-waypoint",
  },
  KIA1114: {
    name: "ambient-route-elsewhere",
    level: "warning",
    description:
      "Routes for requests are in another namespace than their Service, so the Service's waypoint ignores them.",
    remedy: "put the VirtualService into the namespace of the Service",
  },
  KIA1115: {
    name: "ambient-token-untargeted",
    level: "warning",
    description: "A RequestAuthentication has no targetRefs, and waypoints keep to nothing else.",
    remedy: "use targetRefs, of kind Service or of kind Gateway for the waypoint",
  },
  KIA1116: {
    name: "ambient-plugin-untargeted",
    level: "warning",
    description: "A WasmPlugin has no targetRefs, and waypoints keep to nothing else.",
    remedy: "use targetRefs, of kind Service or of kind Gateway for the waypoint",
  },
  KIA1117: {
    name: "ambient-telemetry-untargeted",
    level: "warning",
    description: "A Telemetry selects pods instead of having targetRefs, and waypoints keep to nothing else.",
    remedy: "use targetRefs, of kind Service or of kind Gateway for the waypoint",
  },
  KIA1211: {
    name: "service-entry-duplicate",
    level: "warning",
    description: "Several ServiceEntries have the same host and port.",
    remedy: "keep one of them, or export them to different namespaces",
  },
  KIA1301: {
    name: "workload-uncovered",
    level: "warning",
    description: "Pods have no access rule, while others of their namespace have.",
    remedy: "make an AuthorizationPolicy for them",
  },
  KIA1312: {
    name: "waypoint-without-ambient",
    level: "warning",
    description: "Something uses a waypoint and is not in the ambient mode.",
    remedy: "label the namespace istio.io/dataplane-mode=ambient, or remove istio.io/use-waypoint",
  },
  KIA1313: {
    name: "waypoint-not-found",
    level: "warning",
    description: "Something uses a waypoint that is not there.",
    remedy: "correct istio.io/use-waypoint, or declare the Gateway of class istio-waypoint",
  },
  KIA1315: {
    name: "sidecar-and-ambient",
    level: "warning",
    description: "Pods are labeled for a sidecar and for the ambient mode.",
    remedy: "keep one of the labels",
  },
  KIA1316: {
    name: "sidecar-in-ambient-namespace",
    level: "warning",
    description: "Pods of an ambient namespace get a sidecar.",
    remedy: "remove sidecar.istio.io/inject, or label the pods istio.io/dataplane-mode=none",
  },
  KIA1401: {
    name: "route-gateway-not-found",
    level: "error",
    description: "A route or a ListenerSet of the Gateway API has a parent that does not exist, or does not allow it.",
    remedy: "correct the reference, or what it names",
  },
  KIA1402: {
    name: "route-backend-not-found",
    level: "error",
    description: "A route of the Gateway API names a Service or a port that does not exist, or that it may not use.",
    remedy: "correct the reference, or declare what is missing",
  },
  KIA1501: {
    name: "listener-shared",
    level: "warning",
    description: "Gateways of the Gateway API have the same listener for the same pods.",
    remedy: "keep it in one of them",
  },
  KIA1502: {
    name: "address-shared",
    level: "warning",
    description: "Gateways of the Gateway API request the same IP address, which only one can have.",
    remedy: "give them different addresses",
  },
  KIA1503: {
    name: "listener-repeated",
    level: "error",
    description: "A Gateway of the Gateway API has two listeners with the same hostname, port and protocol.",
    remedy: "keep one of them, or give them different matches",
  },
  KIA1601: {
    name: "grant-namespace-not-found",
    level: "error",
    description: "A ReferenceGrant is for a namespace that is not there.",
    remedy: "correct the name, or declare the Namespace",
  },
  KIA1701: {
    name: "group-account-not-found",
    level: "warning",
    description: "The machines of a WorkloadGroup have a service account that does not exist.",
    remedy: "correct the name, or declare the ServiceAccount",
  },
  KIA1702: {
    name: "group-labels-duplicate",
    level: "warning",
    description: "WorkloadGroups of one namespace have the same labels.",
    remedy: "give each labels of its own",
  },
} as const satisfies Record<string, CodeFacts>;
