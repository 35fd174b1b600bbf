import type { Manifest } from "../kubernetes/manifest.js";
import { isNamespaced } from "../kubernetes/scope.js";
import { toText } from "../text/read.js";
import type { Place, ValuePath } from "../text/schema-problems.js";
import {
  workloadKinds,
  type AnalyzedObject,
  type Duplicate,
  type MeshKnowledge,
  type MeshReader,
  type ObjectKind,
  type Workload,
} from "./objects.js";
import { readPodTemplate } from "./pods.js";
import { file } from "./selection.js";

/** The objects of a mesh, ready to be asked for. */
export interface MeshIndex {
  mesh: MeshKnowledge;
  definitions: readonly Manifest[];
  all: readonly AnalyzedObject[];
  duplicates: readonly Duplicate[];
  byKind: ReadonlyMap<string, readonly AnalyzedObject[]>;
  byName: ReadonlyMap<string, AnalyzedObject>;
  workloads: readonly Workload[];
  workloadsOf: ReadonlyMap<string, readonly Workload[]>;
  /** What has been asked so far, and the kinds that it was computed from. */
  answers: Map<unknown, { fact: unknown; kinds: readonly ObjectKind[] }>;
}

/** An object of a mesh. @param namespace of one that lives in a namespace and names none */
export function createObject(
  manifest: Manifest,
  namespace: string,
  locate: (path: ValuePath) => Place = () => ({}),
): AnalyzedObject {
  const own = isNamespaced(manifest) ? toText(manifest.metadata.namespace ?? namespace) : "";
  return { manifest, namespace: own, locate, isAssumed: false };
}

/** Sorts and indexes objects; of two of one name the first counts. */
export function createIndex(
  objects: readonly AnalyzedObject[],
  mesh: MeshKnowledge,
  definitions: readonly Manifest[],
): MeshIndex {
  const all: AnalyzedObject[] = [];
  const duplicates: Duplicate[] = [];
  const byKind = new Map<string, AnalyzedObject[]>();
  const byName = new Map<string, AnalyzedObject>();
  const sorted = objects
    .map((object): [string, AnalyzedObject] => [keyOf(object), object])
    .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
  for (const [key, object] of sorted) {
    const first = byName.get(key);
    if (first !== undefined) {
      if (!object.isAssumed) duplicates.push({ first, other: object });
      continue;
    }
    byName.set(key, object);
    all.push(object);
    file(byKind, kindOf(object.manifest), object);
  }
  const workloads = workloadKinds.flatMap((kind) => (byKind.get(kind) ?? []).flatMap(readWorkload));
  const workloadsOf = new Map<string, Workload[]>();
  for (const workload of workloads) file(workloadsOf, workload.namespace, workload);
  return { mesh, definitions, all, duplicates, byKind, byName, workloads, workloadsOf, answers: new Map() };
}

/** `networking.istio.io/VirtualService`, or `Service`. */
export function kindOf({ apiVersion, kind }: Manifest): string {
  const group = apiVersion.split("/", 2);
  return group.length === 1 ? kind : `${group[0]}/${kind}`;
}

/** Reads an index. @param onRead is told the kinds of each question before it is answered */
export function createReader(index: MeshIndex, onRead: (kinds: readonly ObjectKind[]) => void): MeshReader {
  return {
    mesh: index.mesh,
    list: (kind) => {
      onRead([kind]);
      return index.byKind.get(kind) ?? [];
    },
    find: (kind, namespace, name) => {
      onRead([kind]);
      return index.byName.get(`${kind}/${namespace}/${name}`);
    },
    workloads: (namespace) => {
      onRead(workloadKinds);
      return namespace === undefined ? index.workloads : (index.workloadsOf.get(namespace) ?? []);
    },
    ask: <Fact>(compute: (reader: MeshReader) => Fact) => {
      const { fact, kinds } = index.answers.get(compute) ?? answer(index, compute);
      onRead(kinds);
      return fact as Fact;
    },
  };
}

function answer(index: MeshIndex, compute: (reader: MeshReader) => unknown) {
  const kinds = new Set<ObjectKind>();
  const fact = compute(createReader(index, (read) => read.forEach((kind) => kinds.add(kind))));
  const made = { fact, kinds: [...kinds] };
  index.answers.set(compute, made);
  return made;
}

function keyOf({ manifest, namespace }: AnalyzedObject): string {
  return `${kindOf(manifest)}/${namespace}/${manifest.metadata.name}`;
}

function readWorkload(object: AnalyzedObject): Workload[] {
  const template = readPodTemplate(object.manifest);
  return template === undefined ? [] : [{ object, namespace: object.namespace, ...template }];
}
