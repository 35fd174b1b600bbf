import type { CodeFacts } from "./code-facts.js";

/** Codes of installing Istio, MESH01…: versions, settings, kubeconfigs, charts. */
export const installCodes = {
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
} as const satisfies Record<string, CodeFacts>;
