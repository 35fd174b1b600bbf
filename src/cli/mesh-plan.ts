import { listAssumed } from "../analysis/assumed.js";
import { toMap, toMaps } from "../text/read.js";
import type { Finding } from "../findings/finding.js";
import type { Manifest } from "../kubernetes/manifest.js";
import { planLoaded, type PlanSurroundings } from "../plan/plan.js";
import type { MeshFacts } from "../policy/kind.js";
import type { LoadedPolicies } from "../policy/documents/load.js";
import type { StackFolder, WholeStack } from "../stack/stack-facts.js";
import type { KnownMesh } from "./mesh-files.js";
import { findStack } from "./stack-folder.js";

/** What is known beside what is analyzed. */
export interface KnownBeside {
  mesh: KnownMesh;
  definitions: readonly Manifest[];
  /** The stack that is named, or whose folder is among what is analyzed. */
  stack?: WholeStack;
  /** Of objects that name none. @default - "default", or, for a stack, what its preview takes */
  namespace?: string;
}

/** The stack that is named, or whose folder is. @throws where there are several: each has a mesh of its own */
export async function readStackOf(
  found: readonly (StackFolder | undefined)[],
  named: string | undefined,
): Promise<WholeStack | undefined> {
  const given = named === undefined ? [] : [findStack(named)];
  const folders = [...given, ...found.filter((one) => one !== undefined)];
  const files = [...new Set(folders.map(({ file }) => file))];
  if (files.length > 1) throw new Error(`${files.join(" and ")} are of different meshes: analyze one stack at a time`);
  const [folder] = folders;
  return folder && (await import("../stack/stack-facts.js")).readWholeStack(folder);
}

/** What decides beside the documents: the stack's file, or what the objects themselves say of the mesh. */
export async function planMesh(
  loaded: LoadedPolicies,
  { mesh, definitions, stack }: KnownBeside,
): Promise<{ surroundings: PlanSurroundings; findings: Finding[] }> {
  if (stack?.facts !== undefined) {
    const { rootNamespace, config, ...beside } = mesh;
    const knowledge = Object.keys(config).length > 0 ? { ...beside, rootNamespace, config } : beside;
    const { planStack } = await import("../plan/stack-plan.js");
    return planStack(loaded, {
      ...stack.facts,
      definitions: [...definitions, ...stack.facts.definitions],
      knowledge,
    });
  }
  const assumed = listAssumed(mesh.rootNamespace);
  const objects = [...loaded.manifests.map(({ manifest }) => manifest), ...assumed];
  const surroundings = { definitions, mesh: findFacts(objects, mesh), knowledge: mesh, assumed };
  return { surroundings, findings: planLoaded(loaded, surroundings).findings };
}

/** Policies name gateways by their Services; Istio's charts label each gateway's pods `istio: <gateway>`. */
function findFacts(objects: readonly Manifest[], { rootNamespace, config }: KnownMesh): MeshFacts {
  const services = objects.filter(({ kind }) => kind === "Service");
  const gateways = new Map<string, MeshFacts["gateways"][number]>();
  for (const { metadata, spec } of services) {
    const { namespace = "", name } = metadata;
    const labels = toMap(toMap(spec).selector) as Record<string, string>;
    const id = `${namespace}/${name}`;
    if (labels.istio === undefined || labels.istio === "pilot" || gateways.has(id)) continue;
    gateways.set(id, { name, namespace, labels });
  }
  const providers = config.extensionProviders === undefined ? undefined : toMaps(config.extensionProviders);
  const names = providers?.map(({ name }) => String(name));
  return { rootNamespace, gateways: [...gateways.values()], extensionProviders: names };
}
