import type { CodeFacts } from "./code-facts.js";

/** Istio's own codes, with Istio's names and levels. Source: pkg/config/analysis/msg/messages.yaml. */
export const istioCodes = {
  IST0002: {
    name: "deprecated",
    level: "warning",
    description: "A field or an object is deprecated, and a later Istio may remove it.",
    remedy: "use its replacement",
  },
  IST0101: {
    name: "referenced-resource-not-found",
    level: "error",
    description: "A reference has no target: a host, a gateway, a Secret, or the pods of a selector do not exist.",
    remedy: "name an existing object, or declare the named one",
  },
  IST0102: {
    name: "namespace-not-injected",
    level: "info",
    description: "A namespace has no injection label, so its pods get no sidecar.",
    remedy: "label it istio-injection=enabled, or istio-injection=disabled if this is intended",
  },
  IST0103: {
    name: "pod-missing-proxy",
    level: "warning",
    description: "A pod has no sidecar, although its namespace or its labels ask for one.",
    remedy: "restart its workload",
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
    remedy: "correct its namespace or selector, or inject sidecars into the intended pods",
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
    remedy: "use its replacement",
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
  IST0139: {
    name: "invalid-webhook",
    level: "error",
    description: "Two injection webhooks select the same pods, or a webhook calls a Service that does not exist.",
    remedy: "keep one webhook for each kind of pod, and make it call an existing control plane",
  },
  IST0140: {
    name: "ingress-route-rules-not-affected",
    level: "warning",
    description:
      "Requests through a gateway go directly to a host, so the subsets of another VirtualService for this host do not apply to them.",
    remedy: "name the subsets in the VirtualService of the gateway too",
  },
  IST0142: {
    name: "unsupported-kubernetes-version",
    level: "error",
    description: "The cluster's Kubernetes is older than the oldest one that the running Istio supports.",
    remedy: "upgrade the cluster",
  },
  IST0144: {
    name: "invalid-application-uid",
    level: "warning",
    description: "A container runs as user 1337, the sidecar's user, so its traffic bypasses the sidecar.",
    remedy: "run as another user",
  },
  IST0145: {
    name: "conflicting-gateways",
    level: "error",
    description: "Gateways have the same host and port for the same pods. Which one applies is undefined.",
    remedy: "let only one Gateway have this host at this port",
  },
  IST0146: {
    name: "image-auto-without-injection-warning",
    level: "warning",
    description:
      'Pods have a container istio-proxy with the image "auto", which only injection replaces, but no webhook injects them.',
    remedy: "label the pods sidecar.istio.io/inject=true, or the namespace istio-injection=enabled",
  },
  IST0147: {
    name: "image-auto-without-injection-error",
    level: "error",
    description:
      'A Pod has a container istio-proxy with the image "auto", which only injection replaces, but no webhook injects it.',
    remedy: "label the Pod sidecar.istio.io/inject=true, or the namespace istio-injection=enabled",
  },
  IST0148: {
    name: "namespace-injection-enabled-by-default",
    level: "info",
    description: "A namespace has no injection label, and the mesh injects everywhere by default.",
    remedy: "label it istio-injection=enabled, or istio-injection=disabled if this is intended",
  },
  IST0149: {
    name: "jwt-claim-based-routing-without-request-authn",
    level: "error",
    description: "A route matches a JWT claim, but no RequestAuthentication validates tokens at its gateway.",
    remedy: "add a RequestAuthentication that selects the gateway's pods",
  },
  IST0150: {
    name: "external-name-service-type-invalid-port-name",
    level: "warning",
    description:
      "A port of an ExternalName Service is TCP or names no protocol. Istio may then match traffic to other hosts.",
    remedy: "name the port http, https or tls, or with such a prefix",
  },
  IST0151: {
    name: "envoy-filter-uses-relative-operation",
    level: "warning",
    description:
      "A patch is placed relative to the result of another EnvoyFilter, and no priority decides which is first.",
    remedy: "set `priority`, or use INSERT_FIRST or ADD",
  },
  IST0152: {
    name: "envoy-filter-uses-replace-operation-incorrectly",
    level: "error",
    description: "REPLACE cannot replace this kind of object, so it has no effect.",
    remedy: "use MERGE, or REMOVE and ADD",
  },
  IST0153: {
    name: "envoy-filter-uses-add-operation-incorrectly",
    level: "error",
    description: "ADD is used for a route configuration, which can only be merged into, so it does nothing.",
    remedy: "use MERGE, or ADD for a VIRTUAL_HOST or an HTTP_ROUTE",
  },
  IST0154: {
    name: "envoy-filter-uses-remove-operation-incorrectly",
    level: "error",
    description: "REMOVE is used for a route configuration, which can only be merged into, so it does nothing.",
    remedy: "use MERGE, or REMOVE for a VIRTUAL_HOST or an HTTP_ROUTE",
  },
  IST0155: {
    name: "envoy-filter-uses-relative-operation-with-proxy-version",
    level: "warning",
    description:
      "A patch without priority is placed relative to what another patch makes only for one version of the proxy.",
    remedy: "set `priority`, or use INSERT_FIRST or ADD",
  },
  IST0156: {
    name: "unsupported-gateway-api-version",
    level: "error",
    description: "The cluster does not serve a kind of the Gateway API in the oldest version that Istio reads.",
    remedy: "install newer definitions of the Gateway API",
  },
  IST0157: {
    name: "invalid-telemetry-provider",
    level: "warning",
    description: "A Telemetry enables access logs, but neither it nor those that it inherits from name a provider.",
    remedy: "name `providers`, or set `defaultProviders.accessLogging` in the mesh configuration",
  },
  IST0158: {
    name: "pods-istio-proxy-image-mismatch-in-namespace",
    level: "warning",
    description: "Pods have a sidecar that is older than their control plane.",
    remedy: "restart their workload",
  },
  IST0159: {
    name: "conflicting-telemetry-workload-selectors",
    level: "error",
    description: "Two Telemetries select the same pods. Which one applies is undefined.",
    remedy: "let only one Telemetry select these pods",
  },
  IST0160: {
    name: "multiple-telemetries-without-workload-selectors",
    level: "error",
    description: "A namespace has more than one Telemetry without a selector. Which one applies is undefined.",
    remedy: "make one of them, or give the others a selector",
  },
  IST0161: {
    name: "invalid-gateway-credential",
    level: "error",
    description: "The Secret of a gateway holds no certificate and key that can be used.",
    remedy: "put a valid certificate and its key into the Secret",
  },
  IST0162: {
    name: "gateway-port-not-defined-on-service",
    level: "warning",
    description: "A Gateway listens on a port that no Service of the gateway's pods has.",
    remedy: "add the port to the gateway's Service, or use one that it has",
  },
  IST0163: {
    name: "invalid-external-control-plane-config",
    level: "warning",
    description: "A webhook of an external control plane has no address, or one that is not a URL.",
    remedy: "give it the https URL of the external control plane",
  },
  IST0164: {
    name: "external-control-plane-address-is-not-a-hostname",
    level: "info",
    description: "A webhook calls an external control plane by its IP address.",
    remedy: "use a host name",
  },
  IST0165: {
    name: "referenced-internal-gateway",
    level: "warning",
    description: "A VirtualService names a Gateway that Istio generates from a Gateway of the Gateway API.",
    remedy: "use an HTTPRoute, or a Gateway of Istio",
  },
  IST0166: {
    name: "ineffective-selector",
    level: "warning",
    description: "A policy selects the pods of a Gateway of the Gateway API, which policies attach to by targetRefs.",
    remedy: "use targetRefs instead of the selector",
  },
  IST0167: {
    name: "ineffective-policy",
    level: "warning",
    description: "An object has no effect on what it is for.",
    remedy: "remove it, or attach it to something that it affects",
  },
  IST0170: {
    name: "multi-cluster-inconsistent-service",
    level: "warning",
    description:
      "A Service has another type or other ports in another cluster of the mesh, although both are one Service to callers.",
    remedy: "make the Service the same in all clusters of the mesh",
  },
  IST0171: {
    name: "negative-condition-status",
    level: "warning",
    description: "Istio reports in the status of an object that it does not accept the object.",
    remedy: "correct what the message names",
  },
  IST0172: {
    name: "future-unsupported-gateway-api-version",
    level: "warning",
    description: "The cluster does not serve a kind of the Gateway API in the version that a later Istio needs.",
    remedy: "install newer definitions of the Gateway API",
  },
  IST0173: {
    name: "destination-rule-subset-not-select-pods",
    level: "error",
    description: "A subset of a DestinationRule has no pods. Requests to it fail with 503.",
    remedy: "correct its labels, or deploy pods that have them",
  },
  IST0174: {
    name: "unknown-destination-rule-host",
    level: "warning",
    description: "A DestinationRule is for a host that no Service and no ServiceEntry has.",
    remedy: "correct the host, or declare it",
  },
  IST0175: {
    name: "jwks-uri-fetch-unrestricted",
    level: "warning",
    description: "istiod fetches keys from addresses that RequestAuthentications name, inside of the network too.",
    remedy: "set BLOCKED_CIDRS_IN_JWKS_URIS of istiod to the networks that never serve keys",
  },
  IST0176: {
    name: "gateway-api-crd-version-below-minimum",
    level: "warning",
    description: "A definition of the Gateway API is older than istiod reads, so objects of that kind do nothing.",
    remedy: "install a newer Gateway API",
  },
  IST0177: {
    name: "conflicting-service-entry-protocol",
    level: "warning",
    description: "Several ServiceEntries have the same host and port with different protocols.",
    remedy: "give them the same protocol, or export them to different namespaces",
  },
} as const satisfies Record<string, CodeFacts>;
