import { analyze } from "./analysis/analyze.js";
import type { Finding } from "./finding.js";
import { identify, type Manifest } from "./manifest.js";
import { compile, type Compiled } from "./policy/compile.js";
import type { MeshFacts } from "./policy/kind.js";
import { loadPolicies } from "./policy/load.js";

/** All that decides which objects policies become. */
export interface PolicyPlan {
  /** Documents, as text or values, by the name that findings call them. */
  files: Readonly<Record<string, unknown>>;
  /** Objects of the applications, which say what there is. */
  declared: readonly Manifest[];
  mesh: MeshFacts;
}

/** Objects for the cluster, and what is wrong with them; with errors they are not to be used. */
export type PlannedPolicies = Pick<Compiled, "manifests" | "findings">;

/**
 * The way of a policy, up to the cluster: load, compile, analyze. What a step needs of the one before has to be right: references
 * of documents are looked at only when every document can be read, and the objects only when they are.
 */
export function planPolicies({ files, declared, mesh }: PolicyPlan): PlannedPolicies {
  const loaded = loadPolicies(files);
  if (hasErrors(loaded.findings)) return { manifests: [], findings: loaded.findings };
  const compiled = compile({ ...loaded, declared, mesh });
  if (hasErrors(compiled.findings)) return compiled;
  const { manifests, findings, places, assumed } = compiled;
  const objects = manifests.map((manifest) => ({ manifest, locate: () => places.get(identify(manifest)) ?? {} }));
  const found = analyze({
    objects: [...objects, ...declared.map((manifest) => ({ manifest }))],
    assumed: [...assumed, ...mesh.gateways.flatMap(assumeGateway)],
    mesh: { rootNamespace: mesh.rootNamespace },
  });
  return { manifests, findings: [...findings, ...found] };
}

function hasErrors(findings: readonly Finding[]): boolean {
  return findings.some(({ level }) => level === "error");
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
