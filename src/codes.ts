import type { Finding, Level } from "./finding.js";
import { formatMarkdownTable } from "./markdown-table.js";

/** What one code always means, wherever it is found. */
export interface CodeFacts {
  /** Kebab-case noun phrase, unique. */
  name: string;
  level: Level;
  description: string;
  /** What to do where the finding itself does not know anything more exact. */
  remedy: string;
}

/**
 * Every code this package reports, in blocks of a hundred a topic: 01 = installing Istio, 02 = policies. A code is never given a second
 * meaning; one that goes out of use stays here as a comment. `IST` codes are Istio's own, with Istio's name and level.
 */
export const codes = {
  MESH0101: {
    name: "istio-version-unsupported",
    level: "error",
    description: "This package has no facts about that minor of Istio, so it cannot install it.",
    remedy: "set `version` to one of the listed minors",
  },
  MESH0102: {
    name: "kubernetes-version-too-old",
    level: "error",
    description: "The cluster's Kubernetes is older than the oldest one this Istio supports.",
    remedy: "upgrade the cluster or choose another Istio",
  },
  MESH0103: {
    name: "istio-version-end-of-life",
    level: "warning",
    description: "This minor of Istio gets no security fixes any more.",
    remedy: "upgrade one minor at a time to a supported one",
  },
  MESH0104: {
    name: "kubernetes-version-untested",
    level: "warning",
    description: "The cluster's Kubernetes is newer than the newest one this Istio was tested with.",
    remedy: "choose a newer Istio, or try it on a test cluster first",
  },
  MESH0105: {
    name: "version-malformed",
    level: "error",
    description: "A version of Istio or Kubernetes cannot be read.",
    remedy: "write it as in 1.31.1",
  },
  MESH0106: {
    name: "setting-choice-unknown",
    level: "error",
    description:
      "A setting has a value outside its closed list: a profile, encoding, pull policy, Service type, injection.",
    remedy: "use one of the listed values",
  },
  MESH0107: {
    name: "revision-invalid",
    level: "error",
    description: "A revision must be a DNS label of at most 56 characters, so without `.`, and cannot be `default`.",
    remedy: "use lower-case letters, digits and `-`, as in 1-31-1",
  },
  MESH0108: {
    name: "setting-out-of-range",
    level: "error",
    description: "A number is outside what Istio's charts can express.",
    remedy: "use a number in the named range",
  },
  MESH0109: {
    name: "settings-contradict",
    level: "error",
    description: "Two settings say different things about the same field.",
    remedy: "keep one of the two",
  },
  MESH0110: {
    name: "values-without-chart",
    level: "error",
    description: "The `values` overlay names a chart that the profile does not install, so it would have no effect.",
    remedy: "remove the entry, or choose a profile that installs the chart",
  },
  MESH0111: {
    name: "values-contradict-package",
    level: "error",
    description: "The `values` overlay changes a value that several charts must agree on, or that must not be changed.",
    remedy: "remove it from `values` and use the named setting",
  },
  MESH0112: {
    name: "tracing-provider-unknown",
    level: "error",
    description: "`tracing.provider` names an extension provider that is not in the mesh configuration.",
    remedy: "add it to `meshConfig.extensionProviders`",
  },
  MESH0113: {
    name: "chart-source-invalid",
    level: "error",
    description: "The place to take the charts from is given twice or cannot be one.",
    remedy: "give either an https:// or oci:// `repository`, or a `folder`",
  },
  MESH0114: {
    name: "injection-revision",
    level: "error",
    description: "Injection by revision needs a revision, and no other injection can have one.",
    remedy: 'set `injection: "revision"` together with `revision`',
  },
  MESH0115: {
    name: "injection-label-reserved",
    level: "error",
    description: "A label that decides injection was given among a namespace's other labels.",
    remedy: "use `injection` and `revision` instead",
  },
  MESH0120: {
    name: "kubeconfig-unusable",
    level: "error",
    description: "The kubeconfig is missing, is none, or does not have the context that is asked for.",
    remedy: "give a kubeconfig's path and one of its contexts, as `kubectl config get-contexts` lists them",
  },
  MESH0121: {
    name: "stack-configuration-invalid",
    level: "error",
    description: "A value of the stack's configuration is missing, unknown or of another kind than the key wants.",
    remedy: "correct the stack's configuration file; nothing has been changed",
  },
  MESH0122: {
    name: "manifest-unreadable",
    level: "error",
    description: "A file of Kubernetes objects is not YAML, or a document in it is no Kubernetes object.",
    remedy: "correct the file; nothing has been changed",
  },
  MESH0123: {
    name: "cluster-unreachable",
    level: "error",
    description: "The API server that the kubeconfig names does not answer, or refuses the credentials.",
    remedy: "start the cluster, or let `cluster` name a kubeconfig and context of one that runs",
  },
  MESH0124: {
    name: "chart-unrenderable",
    level: "error",
    description: "Helm cannot fetch a chart from its repository or folder, or cannot render it with these values.",
    remedy: "check where the charts come from, the version, and the chart's values",
  },
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
  IST0123: {
    name: "namespace-multiple-injection-labels",
    level: "warning",
    description: "A namespace has more than one kind of injection label; which one wins is not defined.",
    remedy: "keep one of the labels",
  },
} as const satisfies Record<string, CodeFacts>;
export type Code = keyof typeof codes;

/** A finding of that code at the code's own level. `remedy` is the exact one where it is known, else the code's. */
export function createFinding(code: Code, message: string, remedy: string = codes[code].remedy): Finding {
  return { code, level: codes[code].level, message, remedy };
}

/** docs/codes.md: one row a code. */
export function formatCodePage(): string {
  const rows = Object.entries(codes).map(([code, facts]) => [
    code,
    facts.name,
    facts.level,
    facts.description,
    facts.remedy,
  ]);
  return [
    "# Codes",
    "An `error` stops the preview before anything is changed, a `warning` is printed. A code never changes its meaning.",
    formatMarkdownTable(["code", "name", "level", "what it says", "what to do"], rows),
    "This page is made from `src/codes.ts`.",
  ].join("\n\n");
}
