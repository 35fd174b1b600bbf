import type { Manifest } from "../kubernetes/manifest.js";
import { isNamespaced } from "../kubernetes/scope.js";
import { toText } from "../text/read.js";
import type { Place, ValuePath } from "../findings/place.js";
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
export interface MeshIndex extends MeshReader {
  /** CustomResourceDefinitions that are given beside the objects. */
  definitions: readonly Manifest[];
  all: readonly AnalyzedObject[];
  duplicates: readonly Duplicate[];
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
  const index: MeshIndex = {
    ...{ mesh, definitions, all, duplicates },
    list: (kind) => byKind.get(kind) ?? [],
    find: (kind, namespace, name) => byName.get(`${kind}/${namespace}/${name}`),
    workloads: (namespace) => (namespace === undefined ? workloads : (workloadsOf.get(namespace) ?? [])),
    ask: createAsk(() => index),
  };
  return index;
}

/** The same objects for one who is told which kinds are read. What it asks for is computed for it alone. */
export function watchReads(reader: MeshReader, onRead: (kinds: readonly ObjectKind[]) => void): MeshReader {
  const watched: MeshReader = {
    mesh: reader.mesh,
    list: (kind) => {
      onRead([kind]);
      return reader.list(kind);
    },
    find: (kind, namespace, name) => {
      onRead([kind]);
      return reader.find(kind, namespace, name);
    },
    workloads: (namespace) => {
      onRead(workloadKinds);
      return reader.workloads(namespace);
    },
    ask: createAsk(() => watched),
  };
  return watched;
}

/** Computes each fact once. */
function createAsk(getReader: () => MeshReader): MeshReader["ask"] {
  const facts = new Map<unknown, unknown>();
  return <Fact>(compute: (reader: MeshReader) => Fact) => {
    if (!facts.has(compute)) facts.set(compute, compute(getReader()));
    return facts.get(compute) as Fact;
  };
}

/** `networking.istio.io/VirtualService`, or `Service`. */
export function kindOf({ apiVersion, kind }: Manifest): string {
  const group = apiVersion.split("/", 2);
  return group.length === 1 ? kind : `${group[0]}/${kind}`;
}

function keyOf({ manifest, namespace }: AnalyzedObject): string {
  return `${kindOf(manifest)}/${namespace}/${manifest.metadata.name}`;
}

function readWorkload(object: AnalyzedObject): Workload[] {
  const template = readPodTemplate(object.manifest);
  return template === undefined ? [] : [{ object, namespace: object.namespace, ...template }];
}
