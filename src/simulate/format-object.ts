import type { AnalyzedObject } from "../mesh/objects.js";
import type { MeshWorkload } from "../mesh/workloads.js";

/** `AuthorizationPolicy shop/reviews`. */
export function formatObject({ manifest: { kind, metadata }, namespace }: AnalyzedObject): string {
  return `${kind} ${namespace === "" ? "" : `${namespace}/`}${metadata.name}`;
}

/** `Deployment shop/reviews-v1`. */
export function formatWorkload({ object }: MeshWorkload): string {
  return formatObject(object);
}
