import type { CodeFacts } from "./code-facts.js";

/** Istio's own codes up to IST0138, with Istio's names and levels. Source: pkg/config/analysis/msg/messages.yaml. */
export const istioCodes = {
  IST0002: {
    name: "deprecated",
    level: "warning",
    description: "A field or an object is deprecated, and a later Istio may remove it.",
    remedy: "use what takes its place",
  },
  IST0101: {
    name: "referenced-resource-not-found",
    level: "error",
    description: "A reference has no target: a host, a gateway, a Secret, or the pods of a selector do not exist.",
    remedy: "name what is there, or declare what is named",
  },
  IST0102: {
    name: "namespace-not-injected",
    level: "info",
    description: "A namespace has no injection label, so its pods get no sidecar.",
    remedy: "label it istio-injection=enabled, or istio-injection=disabled where that is meant",
  },
  IST0106: {
    name: "schema-validation-error",
    level: "error",
    description: "An object does not match the schema of its kind, or istiod's webhook rejects it.",
    remedy: "correct what the message names",
  },
  IST0107: {
    name: "misplaced-annotation",
    level: "warning",
    description: "An Istio annotation has no effect on an object of this kind.",
    remedy: "move it to where Istio reads it",
  },
  IST0108: {
    name: "unknown-annotation",
    level: "warning",
    description: "An annotation has Istio's prefix, but Istio has no annotation of that name.",
    remedy: "correct its name, or remove it",
  },
  IST0109: {
    name: "conflicting-mesh-gateway-virtual-service-hosts",
    level: "error",
    description:
      "Several VirtualServices have routes for the same host and the same callers inside the mesh. Which of them apply is undefined.",
    remedy: "merge them into one, or export them to different namespaces",
  },
  IST0110: {
    name: "conflicting-sidecar-workload-selectors",
    level: "error",
    description: "Two Sidecars select the same pods. Which one applies is undefined.",
    remedy: "let only one Sidecar select these pods",
  },
  IST0111: {
    name: "multiple-sidecars-without-workload-selectors",
    level: "error",
    description: "A namespace has more than one Sidecar without a selector. Which one applies is undefined.",
    remedy: "keep one, or give the others a workloadSelector",
  },
  IST0112: {
    name: "virtual-service-destination-port-selector-required",
    level: "error",
    description: "A route to a host with several ports does not name the port.",
    remedy: "name the port in the destination",
  },
  IST0116: {
    name: "deployment-associated-to-multiple-services",
    level: "warning",
    description:
      "Services that select the same pods have one port with different protocols; Istio uses one of them for all.",
    remedy: "use one protocol, or different ports",
  },
  IST0118: {
    name: "port-name-is-not-under-naming-convention",
    level: "info",
    description: "A Service port does not declare its protocol, so Istio detects it from the traffic.",
    remedy: "name the port <protocol> or <protocol>-<something>, or set appProtocol",
  },
  IST0123: {
    name: "namespace-multiple-injection-labels",
    level: "warning",
    description: "A namespace has more than one kind of injection label; which one wins is not defined.",
    remedy: "keep one of the labels",
  },
  IST0125: {
    name: "invalid-annotation",
    level: "warning",
    description: "An annotation of Istio has a value that Istio cannot use.",
    remedy: "correct the value",
  },
  IST0126: {
    name: "unknown-mesh-networks-service-registry",
    level: "error",
    description: "A network uses endpoints of an unknown registry.",
    remedy: "name a cluster that has a Secret labeled istio/multiCluster=true, or Kubernetes",
  },
  IST0127: {
    name: "no-matching-workloads-found",
    level: "warning",
    description: "A policy selects no pods with a proxy, so nothing enforces it.",
    remedy: "correct its namespace or selector, or inject sidecars into the pods that are meant",
  },
  IST0128: {
    name: "no-server-certificate-verification-destination-level",
    level: "warning",
    description:
      "A DestinationRule uses TLS and names no CA. The proxy then trusts only the CAs of its operating system.",
    remedy: "set caCertificates",
  },
  IST0129: {
    name: "no-server-certificate-verification-port-level",
    level: "warning",
    description: "The same as IST0128 for one port.",
    remedy: "set caCertificates",
  },
  IST0130: {
    name: "virtual-service-unreachable-rule",
    level: "warning",
    description:
      "A route of a VirtualService is never used, because routes before it have the same matches, or one has none.",
    remedy: "remove it, or move it before them",
  },
  IST0131: {
    name: "virtual-service-ineffective-match",
    level: "info",
    description: "A match of a VirtualService is never used, because an earlier one matches the same requests.",
    remedy: "remove it, or move it before the other",
  },
  IST0132: {
    name: "virtual-service-host-not-found-in-gateway",
    level: "warning",
    description: "A VirtualService names a Gateway that serves none of its hosts.",
    remedy: "add the host to a server of the Gateway, or correct it",
  },
  IST0133: {
    name: "schema-warning",
    level: "warning",
    description: "istiod's webhook accepts an object with a warning.",
    remedy: "correct what the message names",
  },
  IST0134: {
    name: "service-entry-addresses-required",
    level: "warning",
    description:
      "A ServiceEntry has a TCP port and no addresses, so that the proxy cannot tell its connections from others to that port.",
    remedy: "set addresses, or let proxies answer DNS and give addresses",
  },
  IST0135: {
    name: "deprecated-annotation",
    level: "info",
    description: "An annotation is deprecated, and a later Istio may remove it.",
    remedy: "use what takes its place",
  },
  IST0136: {
    name: "alpha-annotation",
    level: "info",
    description: "An annotation belongs to a feature in alpha phase, which may change or go without notice.",
    remedy: "make sure that this feature is worth the risk",
  },
  IST0137: {
    name: "deployment-conflicting-ports",
    level: "warning",
    description:
      "Services map different ports to the same port of the same pods. Istio uses the settings of one of them for all.",
    remedy: "use one port for each port of the pods",
  },
  IST0138: {
    name: "gateway-duplicate-certificate",
    level: "warning",
    description:
      "Several Gateways use the same certificate for the same pods; clients that use one HTTP/2 connection for several hosts may get a 404.",
    remedy: "list all hosts of a certificate in one Gateway",
  },
} as const satisfies Record<string, CodeFacts>;
