import type { CodeFacts } from "./code-facts.js";

/** Kiali's own codes below KIA1000, with Kiali's levels. Source: models/istio_validation.go. */
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
    remedy: "set the PeerAuthentication to STRICT, or go by something else",
  },
  KIA0106: {
    name: "service-account-not-found",
    level: "error",
    description: "An access rule allows a service account that does not exist, so it allows nobody.",
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
      "The mesh's PeerAuthentication lets mutual TLS alone in, automatic mutual TLS is off, and no DestinationRule calls by it.",
    remedy:
      "make a DestinationRule with mode ISTIO_MUTUAL for these hosts, or leave enableAutoMtls of the mesh configuration out",
  },
  KIA0501: {
    name: "strict-without-tls",
    level: "error",
    description:
      "A PeerAuthentication lets mutual TLS alone in, automatic mutual TLS is off, and no DestinationRule calls by it.",
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
} as const satisfies Record<string, CodeFacts>;
