import { analyze, analyzeBy } from "../analysis/analyze.js";
import { schemaValidation } from "../analysis/rules/schema-validation.js";
import { stringValues } from "../analysis/rules/string-values.js";
import type { MeshKnowledge } from "../analysis/rule.js";
import { applySuppressions, findSuppressionProblems, type Suppression } from "../analysis/suppression.js";
import { hasErrors, type Finding, type FindingResource } from "../finding.js";
import { locateManifest, placeInNamespace } from "../text/manifest-text.js";
import { toMap } from "../text/read.js";
import { identify, type Manifest } from "../manifest.js";
import { compile, type Compiled } from "../policy/compile.js";
import type { MeshFacts } from "../policy/kind.js";
import type { LoadedPolicies } from "../policy/load.js";

/** What decides, beside the documents, which objects policies become, and what the analysis knows. */
export interface PlanSurroundings {
  /** Objects of the applications, which say what there is. @default none */
  declared?: readonly Manifest[];
  mesh: MeshFacts;
  /** What the analysis knows of the mesh. @default - its root namespace */
  knowledge?: Partial<MeshKnowledge>;
  /** What is there although nobody declares it. @default none */
  assumed?: readonly Manifest[];
  /** CustomResourceDefinitions that say which fields there are. @default - those among the objects */
  definitions?: readonly Manifest[];
  /** Findings to leave out, each with a reason. @default - none beside those of annotations */
  suppressions?: readonly Suppression[];
}

/** Objects for the cluster, and what is wrong with them. */
export interface PlannedPolicies extends Pick<Compiled, "manifests" | "findings"> {
  /** Whether the objects can be used and were analyzed: what a step needs of the one before has to be right. */
  isAnalyzed: boolean;
}

/**
 * The way of a policy: loaded documents are compiled, and the objects analyzed. References are looked at only when every document can be read, and objects only when
 * they are used: what is missing would be missed everywhere. Their form is looked at in any case.
 */
export function planLoaded(loaded: LoadedPolicies, surroundings: PlanSurroundings): PlannedPolicies {
  const { declared = [], mesh, suppressions = [] } = surroundings;
  const ofSuppressions = findSuppressionProblems(suppressions);
  if (hasErrors([...loaded.findings, ...ofSuppressions])) {
    const findings = [...loaded.findings, ...ofSuppressions, ...checkForms(loaded, surroundings)];
    return { manifests: [], findings, isAnalyzed: false };
  }
  const compiled = compile({ ...loaded, declared, mesh });
  const { manifests } = compiled;
  const ofPolicies = [...loaded.findings, ...compiled.findings];
  if (hasErrors(ofPolicies)) {
    return { manifests, findings: [...ofPolicies, ...checkForms(loaded, surroundings)], isAnalyzed: false };
  }
  const findings = [...ofPolicies, ...analyzeCompiled(loaded, compiled, surroundings)];
  return { manifests, findings: applySuppressions(findings, [], suppressions), isAnalyzed: true };
}

/** What is wrong with single objects, whatever stands beside them: it need not wait until all the rest can be used. */
function checkForms({ manifests }: LoadedPolicies, { definitions, suppressions }: PlanSurroundings): Finding[] {
  const ofForm = [schemaValidation, stringValues];
  const found = analyzeBy(ofForm, { objects: manifests, definitions, suppressions });
  // Suppressions of what other rules say leave out nothing here.
  return found.filter(({ code }) => ofForm.some(({ codes }) => codes.some((one) => one === code)));
}

function analyzeCompiled(loaded: LoadedPolicies, compiled: Compiled, surroundings: PlanSurroundings): Finding[] {
  const { declared = [], mesh, knowledge, assumed = [], definitions } = surroundings;
  const written = new Map(loaded.manifests.map(({ manifest, locate }) => [manifest, locate]));
  const placed = compiled.manifests.map((manifest) => ({
    // Without a namespace the API server takes the one of the connection, which is this one where nobody says otherwise.
    manifest: placeInNamespace(manifest, "default"),
    locate: written.get(manifest) ?? compiled.places.get(identify(manifest)) ?? (() => ({})),
  }));
  const found = analyze({
    objects: [...placed, ...declared.map((manifest) => ({ manifest, locate: locateManifest(manifest) }))],
    assumed: [...compiled.assumed, ...assumed],
    definitions,
    mesh: { rootNamespace: mesh.rootNamespace, ...knowledge },
  });
  const made = new Map(
    compiled.manifests.filter((manifest) => !written.has(manifest)).map((manifest) => [nameOf(manifest), manifest]),
  );
  return found.filter(({ code, resource }) => {
    const manifest = resource && made.get(keyOf(resource));
    return manifest === undefined || !(expected.includes(code) || repeats(code, manifest));
  });
}

/**
 * What is no problem in objects that documents make: a destination in the mesh has the port that its caller asked for, and
 * the filters of rate limits stand where they should, for no other filter of ours stands there.
 */
const expected = ["IST0112", "IST0151"];

/** Whether MESH0209 of the document says it: failover without outlierDetection, and outlierDetection by Istio's default percentage. */
function repeats(code: string, { spec }: Manifest): boolean {
  const policy = toMap(toMap(spec).trafficPolicy);
  const { outlierDetection } = policy;
  if (code === "MESH0356") return toMap(outlierDetection).maxEjectionPercent === undefined;
  const hasLocalities = toMap(policy.loadBalancer).localityLbSetting !== undefined;
  return code === "IST0133" && hasLocalities && outlierDetection === undefined;
}

function nameOf({ kind, metadata: { namespace, name } }: Manifest): string {
  return keyOf({ kind, namespace, name });
}

function keyOf({ kind, namespace = "", name }: FindingResource): string {
  return `${kind}/${namespace}/${name}`;
}
