import { placeProblem } from "../findings/problem.js";
import type { Collector } from "../findings/collector.js";
import type { Finding } from "../findings/finding.js";
import { watchReads, type MeshIndex } from "../mesh/mesh-index.js";
import { identifyObject, type AnalyzedObject, type ObjectKind } from "../mesh/objects.js";
import type { Rule, RuleContext } from "./rule.js";

/** Kubernetes' own, where no mesh is. Source: `IgnoredNamespaces` in istio pkg/kube/inject/initializer.go. */
const foreignNamespaces = new Set(["kube-system", "kube-public", "kube-node-lease", "local-path-storage"]);

/** What one rule may ask; a kind that it does not declare is a mistake in the rule. */
export function createRuleContext(rule: Rule, index: MeshIndex, found: Collector<Finding>): RuleContext {
  const require = (kinds: readonly ObjectKind[]) => {
    const undeclared = kinds.find((kind) => !rule.reads.includes(kind));
    if (undeclared !== undefined) throw new Error(`rule ${rule.name} reads ${undeclared} and does not declare it`);
  };
  return {
    ...watchReads(index, require),
    ask: index.ask,
    definitions: index.definitions,
    duplicates: index.duplicates,
    listAll: () => {
      require(["apiextensions.k8s.io/CustomResourceDefinition"]);
      return index.all;
    },
    report: (object, problem, locate = object?.locate) => {
      const { code } = problem;
      if (!rule.codes.includes(code)) throw new Error(`rule ${rule.name} reports ${code} and does not declare it`);
      if (object !== undefined && (object.isAssumed || isForeign(object))) return;
      found.add(placeProblem(problem, { locate, resource: object && identifyObject(object) }));
    },
  };
}

function isForeign({ manifest, namespace }: AnalyzedObject): boolean {
  return foreignNamespaces.has(manifest.kind === "Namespace" ? manifest.metadata.name : namespace);
}
