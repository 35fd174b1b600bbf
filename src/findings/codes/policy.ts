import type { CodeFacts } from "./code-facts.js";

/** Codes of policy documents, MESH02…. */
export const policyCodes = {
  MESH0201: {
    name: "policy-document-invalid",
    level: "error",
    description: "A policy document is not valid YAML, has an unknown key, or has a value of the wrong type.",
    remedy: "correct the document; nothing has been changed",
  },
  MESH0202: {
    name: "policy-document-duplicate",
    level: "error",
    description: "Two policy documents are for the same service, namespace or mesh.",
    remedy: "make one of the two",
  },
  MESH0203: {
    name: "policy-reference-unknown",
    level: "error",
    description: "A policy names a version, service, gateway or provider that nothing declares.",
    remedy: "correct the name, or declare it",
  },
  MESH0204: {
    name: "policy-not-applicable",
    level: "error",
    description: "A policy does not work for the protocols of the service's ports.",
    remedy: "remove it, or name the port's protocol by its appProtocol",
  },
  MESH0205: {
    name: "policy-looser-than-default",
    level: "error",
    description: "A policy is looser than the default of its namespace or mesh, which documents may only tighten.",
    remedy: "make it tighter, or ask the owner of the default",
  },
  MESH0206: {
    name: "policy-contradiction",
    level: "error",
    description: "Two parts of a policy document cannot both be true.",
    remedy: "keep one of them",
  },
  MESH0207: {
    name: "policy-selector-unknown",
    level: "error",
    description:
      "A policy needs the labels of a service's pods, which are unknown because its Service is not in the stack.",
    remedy: "add `selector` with the labels of its pods, or put its Service among the stack's manifests",
  },
  MESH0208: {
    name: "object-duplicate",
    level: "error",
    description: "An object is generated from a policy document and also written by hand.",
    remedy: "remove one of the two",
  },
  MESH0209: {
    name: "policy-without-effect",
    level: "warning",
    description: "A policy is valid but has no effect.",
    remedy: "remove it, or add what it needs",
  },
  MESH0210: {
    name: "service-account-shared",
    level: "warning",
    description: "A caller shares its service account, so other workloads get the same access.",
    remedy: "give its pods a serviceAccountName of their own",
  },
  MESH0211: {
    name: "policy-ports-unknown",
    level: "error",
    description:
      "A policy needs the port numbers of a service, which are unknown because its Service is not in the stack.",
    remedy: "put its Service among the stack's manifests",
  },
  MESH0220: {
    name: "caller-unproven",
    level: "warning",
    description: "A deny rule names callers, but the pods accept plain text, without an identity of the caller.",
    remedy: "set `mtls` to STRICT, or allow by name instead",
  },
  MESH0221: {
    name: "call-refused",
    level: "warning",
    description: "A service declares a call to another service whose access rules exclude it, so it gets 403.",
    remedy: "name it in `from`, or take the call out",
  },
  MESH0230: {
    name: "egress-past-gateway",
    level: "warning",
    description: "Calls reach a host outside of the mesh directly, although a document requires an egress gateway.",
    remedy:
      "name the host in `calls` instead of a ServiceEntry of your own, or route it to the gateway by a VirtualService",
  },
  MESH0240: {
    name: "exposed-port-ambiguous",
    level: "error",
    description: "An exposed service has several ports with HTTP or gRPC, and no setting selects one.",
    remedy: "add `port` with the one that is meant",
  },
  MESH0241: {
    name: "gateway-listener-invalid",
    level: "error",
    description: "A listener of a gateway has settings that contradict each other, or lacks a required one.",
    remedy: "correct the listener",
  },
  MESH0242: {
    name: "gateway-listeners-conflict",
    level: "error",
    description: "Two listeners of a gateway cannot share a port.",
    remedy: "give one of them another port",
  },
  MESH0243: {
    name: "exposure-refused",
    level: "error",
    description: "No listener of the gateway allows the host or the namespace of the service.",
    remedy: "expose what the listeners allow, or ask the owner of the gateway",
  },
  MESH0244: {
    name: "exposure-conflict",
    level: "error",
    description: "A port of a gateway would serve the same host in two ways, or TCP of two services.",
    remedy: "name another listener by `listener`",
  },
  MESH0245: {
    name: "exposure-beside-object",
    level: "error",
    description:
      "A policy document and a handwritten object expose the same host, path or port at a gateway. Which routes apply is not defined.",
    remedy: "remove one of the two, or give it another host, path or port",
  },
  MESH0246: {
    name: "exposure-hides-wildcard",
    level: "warning",
    description:
      "A host is exposed with some paths only. A wildcard host at the same gateway covers it, but does not serve its other paths.",
    remedy: "expose the path / of that host too",
  },
  MESH0250: {
    name: "gateway-certificate-source",
    level: "error",
    description: "The source of a gateway's certificate is missing, ambiguous, invalid or incomplete.",
    remedy: "give one of `secret`, `certificate` with `privateKey`, and `certManager`",
  },
  MESH0251: {
    name: "gateway-certificate-unusable",
    level: "error",
    description: "A gateway's certificate is invalid, expired or not yet valid, or does not match its private key.",
    remedy: "give a valid certificate and its key, in PEM",
  },
  MESH0252: {
    name: "gateway-certificate-host",
    level: "error",
    description: "A host is served with a certificate that is not for it, so clients would refuse it.",
    remedy: "get a certificate for this host, or take the host out",
  },
  MESH0253: {
    name: "exposure-inexpressible",
    level: "error",
    description: "The routes use features that the Gateway API cannot express, and the gateway has `api: gateway-api`.",
    remedy: 'remove it, or expose the service at a gateway with `api: "istio"`',
  },
  MESH0254: {
    name: "exposure-order-lost",
    level: "error",
    description:
      "Routes of a host depend on their order, but a gateway of the Gateway API uses the most specific path.",
    remedy: "add the path of the other route to the `match` of the route that must win, or use another host",
  },
  MESH0255: {
    name: "exposure-prefix-by-segments",
    level: "info",
    description:
      "A path prefix is compared by whole segments at a gateway of the Gateway API, and by characters in the mesh.",
    remedy: "end it with /, and add the path without the / if both must match",
  },
  MESH0256: {
    name: "gateway-certificate-duplicate",
    level: "warning",
    description: "Two names of a gateway have the same certificate, so its hosts are not served together.",
    remedy: "keep one of the two",
  },
  MESH0257: {
    name: "gateway-secret-unusable",
    level: "warning",
    description:
      "The Secret of a gateway's certificate is missing from the cluster, or its certificate is expired, incomplete or for other hosts.",
    remedy: "renew the Secret; no pod restarts",
  },
  MESH0258: {
    name: "cert-manager-missing",
    level: "warning",
    description: "cert-manager must create a gateway's certificate, but the cluster does not have cert-manager.",
    remedy: "install cert-manager before, or take the certificate from elsewhere",
  },
  MESH0260: {
    name: "rewrite-without-effect",
    level: "error",
    description: "A route replaces an empty prefix by /: it matches every path, so no prefix can be removed.",
    remedy: "name the prefix to replace by uri.prefix in the route's `match`, or remove rewrite.uri",
  },
  MESH0261: {
    name: "rewrite-within-segment",
    level: "error",
    description:
      "A route that rewrites the path has a prefix that ends in the middle of a segment, and prefixes are compared by whole segments there.",
    remedy: "match by regex and use rewrite.uriRegexRewrite, or end the prefix with a whole segment",
  },
  MESH0262: {
    name: "policy-service-undeclared",
    level: "warning",
    description:
      "A policy document is for a Service that the stack does not declare, in a namespace where it declares others.",
    remedy: "correct the name, or add `selector` with the labels of its pods where somebody else makes the Service",
  },
  MESH0263: {
    name: "policy-namespace-undeclared",
    level: "warning",
    description: "A policy document names a namespace that neither the stack nor any of its objects declares.",
    remedy: "correct the name, or declare the namespace under `namespaces` of the stack",
  },
} as const satisfies Record<string, CodeFacts>;
