import { analyze } from "./analysis/analyze.js";
import type { MeshKnowledge } from "./analysis/rule.js";
import { hasErrors, type FindingResource } from "./finding.js";
import { identify, type Manifest } from "./manifest.js";
import { compile, type Compiled } from "./policy/compile.js";
import type { MeshFacts } from "./policy/kind.js";
import type { LoadedPolicies } from "./policy/load.js";

/** What decides, beside the documents, which objects policies become, and what the analysis knows. */
export interface PlanSurroundings {
  /** Objects of the applications, which say what there is. @default none */
  declared?: readonly Manifest[];
  mesh: MeshFacts;
  /** What the analysis knows of the mesh. @default - its root namespace */
  knowledge?: Partial<MeshKnowledge>;
}

/** Objects for the cluster, and what is wrong with them; with errors they are not to be used. */
export interface PlannedPolicies extends Pick<Compiled, "manifests" | "findings"> {
  /** Whether the objects were analyzed: what a step needs of the one before has to be right. */
  isAnalyzed: boolean;
}

/**
 * The way of a policy: loaded documents are compiled, and the objects analyzed. References are looked at only when every document can be read, and objects only when
 * they are used: what is missing would be missed everywhere.
 */
export function planLoaded(loaded: LoadedPolicies, surroundings: PlanSurroundings): PlannedPolicies {
  const { declared = [], mesh, knowledge } = surroundings;
  if (hasErrors(loaded.findings)) return { manifests: [], findings: loaded.findings, isAnalyzed: false };
  const compiled = compile({ ...loaded, declared, mesh });
  const { manifests, places, assumed } = compiled;
  const ofPolicies = [...loaded.findings, ...compiled.findings];
  if (hasErrors(ofPolicies)) return { manifests, findings: ofPolicies, isAnalyzed: false };
  const written = new Map(loaded.manifests.map(({ manifest, locate }) => [manifest, locate]));
  const placed = manifests.map((manifest) => ({
    manifest,
    locate: written.get(manifest) ?? (() => places.get(identify(manifest)) ?? {}),
  }));
  const found = analyze({
    objects: [...placed, ...declared.map((manifest) => ({ manifest }))],
    assumed: [...assumed, ...mesh.gateways.flatMap(assumeGateway)],
    mesh: { rootNamespace: mesh.rootNamespace, ...knowledge },
  });
  const kept = found.filter(({ code, resource }) => !(expected.includes(code) && isMade(resource, compiled, written)));
  return { manifests, findings: [...ofPolicies, ...kept], isAnalyzed: true };
}

/**
 * What is no problem in objects that documents make: a destination in the mesh has the port that its caller asked for, and
 * the filters of rate limits stand where they should, for no other filter of ours stands there.
 */
const expected = ["IST0112", "IST0151"];

function isMade(
  resource: FindingResource | undefined,
  { manifests }: Compiled,
  written: ReadonlyMap<Manifest, unknown>,
): boolean {
  const made = manifests.find(
    ({ kind, metadata }) =>
      kind === resource?.kind && metadata.name === resource.name && metadata.namespace === resource.namespace,
  );
  return made !== undefined && !written.has(made);
}

/** The pods of a gateway that another component makes. */
function assumeGateway({ name, namespace, labels }: MeshFacts["gateways"][number]): Manifest[] {
  const metadata = { name, namespace };
  const template = { metadata: { labels }, spec: { containers: [] } };
  return [
    { apiVersion: "v1", kind: "Namespace", metadata: { name: namespace } },
    { apiVersion: "apps/v1", kind: "Deployment", metadata, spec: { template } },
  ];
}
