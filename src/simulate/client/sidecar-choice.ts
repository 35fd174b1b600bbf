import { compareAge } from "../../mesh/object-age.js";
import type { AnalyzedObject, MeshReader } from "../../mesh/objects.js";
import { file } from "../../mesh/selection.js";
import { matchesPolicySelector } from "../../mesh/selectors.js";
import type { MeshWorkload } from "../../mesh/workloads.js";
import { toMap } from "../../text/read.js";

/** Asks for the Sidecars that are for pods, the one that counts first; none where Istio's default counts. */
export type SidecarChoice = (workload: Pick<MeshWorkload, "namespace" | "labels">) => readonly AnalyzedObject[];

/**
 * Those of all pods: the Sidecars that select them, else those of their namespace, else those of the root namespace; the oldest first.
 * Source: `initSidecarScopes` and `doGetSidecarScope` in istio pilot/pkg/model/push_context.go.
 */
export function createSidecarChoice({ list, mesh }: MeshReader): SidecarChoice {
  const sidecars = new Map<string, AnalyzedObject[]>();
  for (const object of list("networking.istio.io/Sidecar").toSorted(compareAge)) {
    file(sidecars, object.namespace, object);
  }
  return ({ namespace, labels }) => {
    const own = sidecars.get(namespace) ?? [];
    const levels = [
      own.filter((object) => selects(object, labels)),
      own.filter(isPlain),
      (sidecars.get(mesh.rootNamespace) ?? []).filter(isPlain),
    ];
    return levels.find(({ length }) => length > 0) ?? [];
  };
}

function selects({ manifest }: AnalyzedObject, labels: MeshWorkload["labels"]): boolean {
  const selector: unknown = toMap(manifest.spec).workloadSelector;
  return isGiven(selector) && matchesPolicySelector(toMap(toMap(selector).labels), labels);
}

function isPlain({ manifest }: AnalyzedObject): boolean {
  return !isGiven(toMap(manifest.spec).workloadSelector);
}

function isGiven(value: unknown): boolean {
  return value !== undefined && value !== null;
}
