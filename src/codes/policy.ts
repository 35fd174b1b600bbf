import type { CodeFacts } from "./code-facts.js";

/** Codes of policy documents, MESH02…. */
export const policyCodes = {
  MESH0201: {
    name: "policy-document-invalid",
    level: "error",
    description: "A policy document is not YAML, has an unknown key, or a value of another kind than the key wants.",
    remedy: "correct the document; nothing has been changed",
  },
  MESH0202: {
    name: "policy-document-duplicate",
    level: "error",
    description: "Two policy documents are about the same service, namespace or mesh.",
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
    description: "A policy is looser than the default of its namespace or mesh, which may only be made tighter.",
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
      "A policy is for the pods of a service whose labels are not known, since its Service is not in the stack.",
    remedy: "add `selector` with the labels of its pods, or put its Service among the stack's manifests",
  },
  MESH0208: {
    name: "object-duplicate",
    level: "error",
    description: "An object is made by a policy document and written by hand too.",
    remedy: "remove one of the two",
  },
  MESH0209: {
    name: "policy-without-effect",
    level: "warning",
    description: "A policy is allowed, but changes nothing as things are.",
    remedy: "remove it, or add what it needs",
  },
  MESH0210: {
    name: "service-account-shared",
    level: "warning",
    description: "A caller has no service account of its own, so what it is allowed, others are too.",
    remedy: "give its pods a serviceAccountName of their own",
  },
  MESH0211: {
    name: "policy-ports-unknown",
    level: "error",
    description:
      "A policy is for the ports of a service whose numbers are not known, since its Service is not in the stack.",
    remedy: "put its Service among the stack's manifests",
  },
  MESH0220: {
    name: "caller-unproven",
    level: "warning",
    description: "A deny rule names callers, but plain text is accepted, in which no caller has an identity.",
    remedy: "set `mtls` to STRICT, or allow by name instead",
  },
  MESH0240: {
    name: "exposed-port-ambiguous",
    level: "error",
    description: "A service that is exposed has several ports with HTTP or gRPC, and nothing says which one is meant.",
    remedy: "add `port` with the one that is meant",
  },
} as const satisfies Record<string, CodeFacts>;
