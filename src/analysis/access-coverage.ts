import type { MeshWorkload, MeshWorkloads } from "../mesh/workloads.js";
import { toMap } from "../text/read.js";
import type { RuleContext } from "./rule.js";
import type { AnalyzedObject } from "../mesh/objects.js";
import { file } from "../mesh/selection.js";
import { formatLabels } from "../mesh/selectors.js";

/** Which pods AuthorizationPolicies are for. */
export interface AccessCoverage {
  /** Whether any of the policies is for these pods, or may be. */
  isCovered: (workload: MeshWorkload) => boolean;
  /** Namespaces that have policies of their own. */
  namespaces: ReadonlySet<string>;
}

/** Where a policy allows anything, or nothing, all else is denied. */
export function isAllowing({ manifest }: AnalyzedObject): boolean {
  return (toMap(manifest.spec).action ?? "ALLOW") === "ALLOW";
}

/** Indexes those AuthorizationPolicies that are chosen. */
export function createCoverage(
  { list, mesh }: RuleContext,
  workloads: MeshWorkloads,
  isChosen: (object: AnalyzedObject) => boolean,
): AccessCoverage {
  const chosen = list("security.istio.io/AuthorizationPolicy").filter(isChosen);
  const whole = new Set<string>();
  const byWorkload = new Map<MeshWorkload, AnalyzedObject[]>();
  for (const object of chosen) {
    const { selector } = toMap(object.manifest.spec);
    const labels = toMap(toMap(selector).matchLabels);
    const isMeshWide = object.namespace === mesh.rootNamespace;
    // What targetRefs name may be in front of any pods of the namespace.
    if (formatLabels(labels) === "") whole.add(object.namespace);
    else {
      const selected = workloads.select(labels, isMeshWide ? undefined : object.namespace);
      for (const workload of selected) file(byWorkload, workload, object);
    }
  }
  return {
    isCovered: (workload) => whole.has(mesh.rootNamespace) || whole.has(workload.namespace) || byWorkload.has(workload),
    namespaces: new Set(chosen.map(({ namespace }) => namespace)),
  };
}
