import type { CodeFacts } from "./code-facts.js";

/** Codes of the mesh configuration and of how files are read, MESH015… and MESH016…. */
export const configurationCodes = {
  MESH0150: {
    name: "mesh-config-refused",
    level: "error",
    description:
      "istiod does not take a value of the mesh configuration; at its next start it drops all of it and runs on its own defaults.",
    remedy: "correct it: istiod would drop all of the mesh configuration",
  },
  MESH0151: {
    name: "mesh-config-key-unknown",
    level: "warning",
    description: "A key of the mesh configuration is none that this Istio has; istiod ignores it without a word.",
    remedy: "correct its name, or remove it",
  },
  MESH0152: {
    name: "mesh-config-key-lost",
    level: "warning",
    description:
      "Two keys of the mesh configuration exclude each other, or are two names of one; istiod takes one of them, wherever it stands.",
    remedy: "keep one of them",
  },
  MESH0160: {
    name: "yaml-word-ambiguous",
    level: "error",
    description:
      "A word without quotes in a policy document is something else by YAML 1.2, as documents are read, than by YAML 1.1, as Kubernetes reads objects: yes, on, n, 0644, 1_000.",
    remedy: "put it in quotes if it is a text; otherwise write the value that is meant",
  },
  MESH0161: {
    name: "istio-patch-too-old",
    level: "error",
    description:
      "A patch release of Istio whose charts have no value for the failurePolicy of the webhooks, so that every later `up` would end in a conflict with istiod.",
    remedy: "install a newer patch of the same minor",
  },
  MESH0162: {
    name: "string-not-quoted",
    level: "error",
    description:
      "A value is a boolean or a number where Kubernetes takes a string, as in labels, annotations, env and ConfigMaps; the API server refuses the object. Kubernetes reads yes, on and n as booleans, 0644, 1_000 and 1e3 as numbers.",
    remedy: "put it in quotes",
  },
  MESH0163: {
    name: "stack-word-ambiguous",
    level: "error",
    description:
      "A word without quotes in a stack's file is something else to Pulumi's engine than by YAML 1.2, as editors and schemas read it: 0644 is 420, 1_000 is 1000, and a date becomes another text.",
    remedy: "put it in quotes if it is a string; otherwise write the value that is meant",
  },
  MESH0164: {
    name: "cluster-taken-out",
    level: "error",
    description:
      "An EksCluster was taken out of a program together with the hooks that its deletion waits by. The engine says that a hook was not registered: a preview before anything goes, a run without one after what is in the cluster has gone.",
    remedy:
      "put the EksCluster back, set its drainTimeout to 0s, and deletionProtection to false, and run `up`; then take it out and run `up` again",
  },
  MESH0165: {
    name: "changed-by-others",
    level: "warning",
    description:
      "Somebody else, as kubectl does, has changed a field of an Istio or Gateway API object that the stack writes. The run writes the stack's value again, with a preview and without one.",
    remedy: "write the change into the stack's files, where it is to stay",
  },
} as const satisfies Record<string, CodeFacts>;
