import type { CodeFacts } from "./code-facts.js";

/** Codes of the mesh configuration and of how files are read, MESH015… and MESH016…. */
export const configurationCodes = {
  MESH0150: {
    name: "mesh-config-refused",
    level: "error",
    description:
      "istiod rejects a value of the mesh configuration. At its next start it drops the whole configuration and uses its defaults.",
    remedy: "correct it: istiod would drop all of the mesh configuration",
  },
  MESH0151: {
    name: "mesh-config-key-unknown",
    level: "warning",
    description: "A key of the mesh configuration does not exist in this Istio; istiod ignores it silently.",
    remedy: "correct its name, or remove it",
  },
  MESH0152: {
    name: "mesh-config-key-lost",
    level: "warning",
    description:
      "Two keys of the mesh configuration exclude each other, or are two names of one key. istiod uses one of them, in any order.",
    remedy: "keep one of them",
  },
  MESH0160: {
    name: "yaml-word-ambiguous",
    level: "error",
    description:
      "A word without quotes means one thing in YAML 1.2, which policy documents use, and another in YAML 1.1, which Kubernetes uses. Examples: yes, on, n, 0644, 1_000.",
    remedy: "put it in quotes if it is a string; otherwise write the intended value",
  },
  MESH0161: {
    name: "istio-patch-too-old",
    level: "error",
    description:
      "The charts of this Istio patch release have no value for the failurePolicy of the webhooks. Every later `up` would end in a conflict with istiod.",
    remedy: "install a newer patch of the same minor",
  },
  MESH0162: {
    name: "string-not-quoted",
    level: "error",
    description:
      "A value is a boolean or a number where Kubernetes requires a string, as in labels, annotations, env and ConfigMaps. The API server refuses the object. Kubernetes reads yes, on and n as booleans, 0644, 1_000 and 1e3 as numbers.",
    remedy: "put it in quotes",
  },
  MESH0163: {
    name: "stack-word-ambiguous",
    level: "error",
    description:
      "Pulumi's engine reads a word without quotes in a stack's file differently from YAML 1.2, which editors and schemas use. 0644 becomes 420, 1_000 becomes 1000, and a date becomes another string.",
    remedy: "put it in quotes if it is a string; otherwise write the intended value",
  },
  MESH0164: {
    name: "cluster-taken-out",
    level: "error",
    description:
      "An EksCluster was removed from a program together with the hooks that its deletion waits for. The engine reports that a hook was not registered. A preview reports it before anything is deleted; a run without one, after the contents of the cluster are gone.",
    remedy:
      "put the EksCluster back, set its drainTimeout to 0s, and deletionProtection to false, and run `up`; then take it out and run `up` again",
  },
  MESH0165: {
    name: "changed-by-others",
    level: "warning",
    description:
      "Another client, such as kubectl, has changed a field of an Istio or Gateway API object that the stack writes. The run writes the stack's value again, with a preview and without one.",
    remedy: "to keep the change, write it into the stack's files",
  },
} as const satisfies Record<string, CodeFacts>;
