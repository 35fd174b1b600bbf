import type { Manifest } from "../kubernetes/manifest.js";
import { toMap, toText } from "../text/read.js";

/** What an object says of the pods that it makes, or a Pod of itself. */
export interface PodTemplate {
  labels: Readonly<Record<string, string>>;
  annotations: Readonly<Record<string, string>>;
  /** PodSpec of Kubernetes. */
  podSpec: Readonly<Record<string, any>>;
}

/** What an object says of its pods; undefined for one that makes none. Objects may be half-written. */
export function readPodTemplate({ kind, metadata, spec }: Manifest): PodTemplate | undefined {
  if (kind === "Pod") return createTemplate(metadata, spec);
  const template: unknown = (kind === "CronJob" ? toMap(toMap(toMap(spec).jobTemplate).spec) : toMap(spec)).template;
  if (template === undefined || template === null) return undefined;
  return createTemplate(toMap(template).metadata, toMap(template).spec);
}

/** The service account that pods run as. */
export function readServiceAccount({ podSpec }: Pick<PodTemplate, "podSpec">): string {
  return toText(podSpec.serviceAccountName) || "default";
}

function createTemplate(metadata: unknown, podSpec: unknown): PodTemplate {
  const { labels, annotations } = toMap(metadata);
  return { labels: toMap(labels), annotations: toMap(annotations), podSpec: toMap(podSpec) };
}
