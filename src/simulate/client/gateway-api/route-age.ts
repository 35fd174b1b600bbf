import type { AnalyzedObject } from "../../../mesh/objects.js";
import { compareAge, haveSameAge } from "../../../mesh/object-age.js";

/**
 * The older route before the younger, then by namespace and name, where Istio appends something to the name.
 * Source: `sortRoutesByCreationTime` in istio pilot/pkg/config/kube/gateway/conversion.go.
 */
export function compareRouteAge(a: AnalyzedObject, b: AnalyzedObject): number {
  if (!haveSameAge(a, b)) return compareAge(a, b);
  const [first, second] = [format(a), format(b)];
  return first < second ? -1 : first > second ? 1 : 0;
}

function format({ namespace, manifest }: AnalyzedObject): string {
  return `${namespace}\u0000${manifest.metadata.name}~`;
}
