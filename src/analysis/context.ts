import { placeProblem } from "../findings/problem.js";
import type { Finding, FindingResource } from "../findings/finding.js";
import type { Manifest } from "../kubernetes/manifest.js";
import {
  workloadKinds,
  type AnalyzedObject,
  type Double,
  type MeshKnowledge,
  type ObjectKind,
  type Rule,
  type RuleContext,
  type Workload,
} from "./rule.js";
import { file } from "./selection.js";

/** Kubernetes' own, where no mesh is. Source: `IgnoredNamespaces` in istio pkg/kube/inject/initializer.go. */
const foreignNamespaces = new Set(["kube-system", "kube-public", "kube-node-lease", "local-path-storage"]);

/** The objects of a mesh, ready to be asked for. */
export interface AnalysisIndex {
  mesh: MeshKnowledge;
  definitions: readonly Manifest[];
  all: readonly AnalyzedObject[];
  doubles: readonly Double[];
  byKind: ReadonlyMap<string, readonly AnalyzedObject[]>;
  byName: ReadonlyMap<string, AnalyzedObject>;
  workloads: readonly Workload[];
  workloadsOf: ReadonlyMap<string, readonly Workload[]>;
}

/** Sorts and indexes objects; of two of one name the first counts. */
export function createIndex(
  objects: readonly AnalyzedObject[],
  mesh: MeshKnowledge,
  definitions: readonly Manifest[],
): AnalysisIndex {
  const all: AnalyzedObject[] = [];
  const doubles: Double[] = [];
  const byKind = new Map<string, AnalyzedObject[]>();
  const byName = new Map<string, AnalyzedObject>();
  const sorted = objects
    .map((object): [string, AnalyzedObject] => [keyOf(object), object])
    .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
  for (const [key, object] of sorted) {
    const first = byName.get(key);
    if (first !== undefined) {
      if (!object.isAssumed) doubles.push({ first, other: object });
      continue;
    }
    byName.set(key, object);
    all.push(object);
    file(byKind, kindOf(object.manifest), object);
  }
  const workloads = workloadKinds.flatMap((kind) => (byKind.get(kind) ?? []).flatMap(readWorkload));
  const workloadsOf = new Map<string, Workload[]>();
  for (const workload of workloads) file(workloadsOf, workload.namespace, workload);
  return { mesh, definitions, all, doubles, byKind, byName, workloads, workloadsOf };
}

/** `networking.istio.io/VirtualService`, or `Service`. */
export function kindOf({ apiVersion, kind }: Manifest): string {
  const group = apiVersion.split("/", 2);
  return group.length === 1 ? kind : `${group[0]}/${kind}`;
}

/** What one rule may ask; a kind that it does not declare is a mistake in the rule. */
export function createRuleContext(rule: Rule, index: AnalysisIndex, findings: Finding[]): RuleContext {
  const require = (kinds: readonly ObjectKind[]) => {
    const undeclared = kinds.find((kind) => !rule.reads.includes(kind));
    if (undeclared !== undefined) throw new Error(`rule ${rule.name} reads ${undeclared} and does not declare it`);
  };
  return {
    mesh: index.mesh,
    definitions: index.definitions,
    doubles: index.doubles,
    listAll: () => {
      require(["apiextensions.k8s.io/CustomResourceDefinition"]);
      return index.all;
    },
    list: (kind) => {
      require([kind]);
      return index.byKind.get(kind) ?? [];
    },
    find: (kind, namespace, name) => {
      require([kind]);
      return index.byName.get(`${kind}/${namespace}/${name}`);
    },
    workloads: (namespace) => {
      require(workloadKinds);
      return namespace === undefined ? index.workloads : (index.workloadsOf.get(namespace) ?? []);
    },
    report: (object, problem, locate = object?.locate) => {
      const { code } = problem;
      if (!rule.codes.includes(code)) throw new Error(`rule ${rule.name} reports ${code} and does not declare it`);
      if (object !== undefined && (object.isAssumed || isForeign(object))) return;
      findings.push(placeProblem(problem, { locate, resource: object && identifyObject(object) }));
    },
  };
}

function keyOf({ manifest, namespace }: AnalyzedObject): string {
  return `${kindOf(manifest)}/${namespace}/${manifest.metadata.name}`;
}

/** How findings name an object. */
export function identifyObject({ manifest: { kind, metadata }, namespace }: AnalyzedObject): FindingResource {
  return { kind, name: metadata.name, ...(namespace === "" ? {} : { namespace }) };
}

function isForeign({ manifest, namespace }: AnalyzedObject): boolean {
  return foreignNamespaces.has(manifest.kind === "Namespace" ? manifest.metadata.name : namespace);
}

/** Objects may be half-written: what is missing is not a workload. */
function readWorkload(object: AnalyzedObject): Workload[] {
  const { kind, metadata, spec } = object.manifest;
  if (kind === "Pod") return [createWorkload(object, metadata, spec)];
  const template = kind === "CronJob" ? spec?.jobTemplate?.spec?.template : spec?.template;
  return template === undefined || template === null ? [] : [createWorkload(object, template.metadata, template.spec)];
}

function createWorkload(
  object: AnalyzedObject,
  metadata: Partial<Manifest["metadata"]> | undefined,
  podSpec: unknown,
): Workload {
  return {
    object,
    namespace: object.namespace,
    labels: metadata?.labels ?? {},
    annotations: metadata?.annotations ?? {},
    podSpec: (podSpec ?? {}) as Record<string, any>,
  };
}
