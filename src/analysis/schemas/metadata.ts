import { describeUnknownKey } from "../../text/closest.js";
import type { Manifest } from "../../kubernetes/manifest.js";
import { toMap } from "../../text/read.js";
import type { Problem } from "../../findings/problem.js";
import { createValueProblem, describeValue } from "./walk.js";

/** ObjectMeta, https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/object-meta/. */
const known = [
  "name",
  "generateName",
  "namespace",
  "labels",
  "annotations",
  "finalizers",
  "ownerReferences",
  "managedFields",
  "creationTimestamp",
  "deletionGracePeriodSeconds",
  "deletionTimestamp",
  "generation",
  "resourceVersion",
  "selfLink",
  "uid",
];

/** What is wrong with the metadata of an object of any kind: unknown keys, and labels and annotations that are no texts. */
export function findMetadataProblems(metadata: Manifest["metadata"]): Problem[] {
  const unknown = Object.keys(metadata).filter((key) => !known.includes(key));
  const problems = unknown.map((key) => createValueProblem(["metadata", key], describeUnknownKey(key, known)));
  const texts = ["labels", "annotations"].flatMap((field) =>
    Object.entries(toMap(metadata[field])).flatMap(([key, value]) => {
      if (typeof value === "string" || value === null) return [];
      return [createValueProblem(["metadata", field, key], describeValue(value, "it must be a string"))];
    }),
  );
  return [...problems, ...texts];
}
