import type { ValuePath } from "../findings/place.js";
import type { Workload, AnalyzedObject } from "../mesh/objects.js";

const shown = 5;

/** `reviews.shop`; the name alone for one that is in no namespace. */
export function formatName({ manifest: { metadata }, namespace }: AnalyzedObject): string {
  return namespace === "" ? metadata.name : `${metadata.name}.${namespace}`;
}

/** The first names of a list beside one that is in it, and how many more there are; takes no longer for a longer list. */
export function formatOthers(objects: readonly AnalyzedObject[], self: AnalyzedObject): string {
  const first = objects.slice(0, shown + 1).filter((object) => object !== self);
  const names = first.slice(0, shown).map(formatName);
  const rest = objects.length - 1 - names.length;
  return rest > 0 ? `${names.join(", ")} and ${rest} more` : names.join(", ");
}

/** `the pods of Deployment reviews`, or `Pod debug`. */
export function formatPods({ object: { manifest } }: Workload): string {
  return `${manifest.kind === "Pod" ? "" : "the pods of "}${manifest.kind} ${manifest.metadata.name}`;
}

/** Where in an object the metadata and spec of its pods are. */
export function findPodPath({ object: { manifest } }: Workload): ValuePath {
  if (manifest.kind === "Pod") return [];
  return manifest.kind === "CronJob" ? ["spec", "jobTemplate", "spec", "template"] : ["spec", "template"];
}
