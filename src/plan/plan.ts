import { analyze, analyzeBy, indexMesh, type AnalysisInput } from "../analysis/analyze.js";
import { schemaValidation } from "../analysis/rules/object/schema-validation.js";
import { stringValues } from "../analysis/rules/object/string-values.js";
import type { MeshIndex } from "../mesh/mesh-index.js";
import type { MeshKnowledge } from "../mesh/objects.js";
import { applySuppressions, findSuppressionProblems, type Suppression } from "../analysis/suppression.js";
import { hasErrors, type Finding, type FindingResource } from "../findings/finding.js";
import { locateManifest, placeInNamespace } from "../text/manifest-text.js";
import { toMap } from "../text/read.js";
import { identify, type Manifest } from "../kubernetes/manifest.js";
import { compile, type Compiled } from "../policy/compile.js";
import type { MeshFacts } from "../policy/kind.js";
import type { PolicyDocument } from "../policy/documents/document.js";
import type { LoadedPolicies } from "../policy/documents/load.js";
import { createOwners } from "./owners.js";
import { dropOfNames, listPossibleServices, mayHoldObjects } from "./unread.js";

/** What decides, beside the documents, which objects policies become, and what the analysis knows. */
export interface PlanSurroundings {
  /** Objects of the applications, which say what there is. @default none */
  declared?: readonly Manifest[];
  mesh: MeshFacts;
  /** What the analysis knows of the mesh. @default - its root namespace */
  knowledge?: Partial<MeshKnowledge>;
  /** What is there although nobody declares it. @default none */
  assumed?: readonly Manifest[];
  /** Whether all files of objects could be read: nothing is said to be missing where one could not. @default true */
  areObjectsKnown?: boolean;
  /** CustomResourceDefinitions that say which fields there are. @default - those among the objects */
  definitions?: readonly Manifest[];
  /** Findings to leave out, each with a reason. @default - none beside those of annotations */
  suppressions?: readonly Suppression[];
}

/** Objects for the cluster, and what is wrong with them. */
export interface PlannedPolicies extends Pick<Compiled, "manifests" | "findings"> {
  /** Whether the objects can be used and were analyzed: what a step needs of the one before must be right. */
  isAnalyzed: boolean;
}

/**
 * The way of a policy: loaded documents are compiled, and the objects analyzed. Where documents are refused, the rest of them is judged all the
 * same; what would only follow from a mistake is left out.
 */
export function planLoaded(loaded: LoadedPolicies, surroundings: PlanSurroundings): PlannedPolicies {
  const { declared = [], mesh, suppressions = [] } = surroundings;
  const refused = [...loaded.findings, ...findSuppressionProblems(suppressions)];
  const documents = dropLaterDocuments([...loaded.documents, ...loaded.partial]);
  const possible = listPossibleServices(loaded.unread);
  const compiled = compile({ ...loaded, documents, declared, possible, mesh });
  const areObjectsKnown = surroundings.areObjectsKnown !== false && !mayHoldObjects(loaded.unread);
  const ofPolicies = [...refused, ...(areObjectsKnown ? compiled.findings : dropOfNames(compiled.findings))];
  if (areObjectsKnown && !hasErrors(ofPolicies)) {
    const findings = [...ofPolicies, ...analyzeCompiled(loaded, compiled, surroundings)];
    return { manifests: compiled.manifests, findings: applySuppressions(findings, [], suppressions), isAnalyzed: true };
  }
  const ofObjects = areObjectsKnown
    ? analyzeSound({ ...loaded, documents }, { ...compiled, findings: ofPolicies }, surroundings)
    : findFormProblems(loaded, surroundings);
  const manifests = hasErrors(refused) ? [] : compiled.manifests;
  return { manifests, findings: suppressMost([...ofPolicies, ...ofObjects], suppressions), isAnalyzed: false };
}

/** The mesh that documents and objects make, ready to be asked for. Documents with mistakes are not in it. */
export function indexPlan(loaded: LoadedPolicies, surroundings: PlanSurroundings): MeshIndex {
  return compileMesh(loaded, surroundings).mesh;
}

/** A mesh, and what is wrong with its documents. */
export interface PlannedMesh {
  mesh: MeshIndex;
  findings: Finding[];
}

/** The same with what is wrong with the documents. The objects are not analyzed. */
export function compileMesh(loaded: LoadedPolicies, surroundings: PlanSurroundings): PlannedMesh {
  const { declared = [], mesh } = surroundings;
  const possible = listPossibleServices(loaded.unread);
  const compiled = compile({ ...loaded, documents: dropLaterDocuments(loaded.documents), declared, possible, mesh });
  return {
    mesh: indexMesh(describeMesh(loaded, compiled, surroundings)),
    findings: [...loaded.findings, ...compiled.findings],
  };
}

/** Without what is suppressed, but for what refuses documents; which suppressions leave out nothing is not known yet. */
function suppressMost(findings: readonly Finding[], suppressions: readonly Suppression[]): Finding[] {
  const isOfDocument = ({ level, resource }: Finding) => level === "error" && resource === undefined;
  const others = findings.filter((finding) => !isOfDocument(finding));
  const shown = applySuppressions(others, [], suppressions).filter(({ code }) => code !== "MESH0301");
  return [...findings.filter(isOfDocument), ...shown];
}

function dropLaterDocuments(documents: readonly PolicyDocument[]): PolicyDocument[] {
  const first = new Map<string, PolicyDocument>();
  for (const document of documents) {
    const identity = document.type === "mesh" ? "mesh" : `${document.type}/${document.id}`;
    if (!first.has(identity)) first.set(identity, document);
  }
  return [...first.values()];
}

/** What is wrong with objects that documents without a mistake make, and with those that are written by hand. */
function analyzeSound(loaded: LoadedPolicies, compiled: Compiled, surroundings: PlanSurroundings): Finding[] {
  const { declared = [], assumed = [] } = surroundings;
  const findOwners = createOwners(loaded.documents);
  const wrong = new Set(compiled.findings.filter(({ level }) => level === "error").flatMap(findOwners));
  const written = new Set([...declared, ...loaded.manifests.map(({ manifest }) => manifest)].map(identify));
  const beside = new Set(loaded.manifests.map(({ manifest }) => manifest));
  const isSound = (manifest: Manifest) => {
    if (beside.has(manifest)) return true;
    const place = compiled.places.get(identify(manifest))?.([]) ?? {};
    return !written.has(identify(manifest)) && findOwners(place).every((one) => !wrong.has(one));
  };
  const sound = compiled.manifests.filter(isSound);
  // Others are taken to be there: what they lack is no finding.
  const taken = compiled.manifests.filter((manifest) => !isSound(manifest));
  const found = analyzeCompiled(
    loaded,
    { ...compiled, manifests: sound },
    { ...surroundings, assumed: [...taken, ...assumed] },
  );
  // A conflict at a gateway has a finding of the document.
  const codes = compiled.findings.map(({ code }) => code);
  const isRepeated = codes.includes("MESH0244") || codes.includes("MESH0245");
  return found.filter(({ code }) => !(isRepeated && code === "IST0145"));
}

/** What is wrong with single objects, whatever stands beside them: it need not wait until all the rest can be used. */
function findFormProblems({ manifests }: LoadedPolicies, { definitions, suppressions }: PlanSurroundings): Finding[] {
  const ofForm = [schemaValidation, stringValues];
  const found = analyzeBy(ofForm, { objects: manifests, definitions, suppressions });
  // Suppressions of what other rules say leave out nothing here.
  return found.filter(({ code }) => ofForm.some(({ codes }) => codes.some((one) => one === code)));
}

function analyzeCompiled(loaded: LoadedPolicies, compiled: Compiled, surroundings: PlanSurroundings): Finding[] {
  const found = analyze(describeMesh(loaded, compiled, surroundings));
  const written = new Set(loaded.manifests.map(({ manifest }) => manifest));
  const made = new Map(
    compiled.manifests.filter((manifest) => !written.has(manifest)).map((manifest) => [nameOf(manifest), manifest]),
  );
  return found.filter(({ code, resource }) => {
    const manifest = resource && made.get(keyOf(resource));
    return (
      manifest === undefined || !(expected.includes(code) || repeats(code, manifest) || isSaidOfMesh(code, manifest))
    );
  });
}

/** The whole mesh that documents and objects make, each value with its place. */
function describeMesh(loaded: LoadedPolicies, compiled: Compiled, surroundings: PlanSurroundings): AnalysisInput {
  const { declared = [], mesh, knowledge, assumed = [], definitions } = surroundings;
  const written = new Map(loaded.manifests.map(({ manifest, locate }) => [manifest, locate]));
  const placed = compiled.manifests.map((manifest) => ({
    // Without a namespace the API server takes the one of the connection, which is this one where nobody says otherwise.
    manifest: placeInNamespace(manifest, "default"),
    locate: written.get(manifest) ?? compiled.places.get(identify(manifest)) ?? (() => ({})),
  }));
  return {
    objects: [...placed, ...declared.map((manifest) => ({ manifest, locate: locateManifest(manifest) }))],
    assumed: [...compiled.assumed, ...assumed],
    definitions,
    mesh: { rootNamespace: mesh.rootNamespace, ...knowledge },
  };
}

/**
 * What is no problem in objects that documents make: a destination in the mesh has the port that its caller asked for, the
 * filters of rate limits stand where they should, for no other filter of ours stands there, and a Sidecar keeps the hosts of
 * the mesh's providers in reach, whether these are installed or not.
 */
const expected = ["IST0112", "IST0151", "KIA1004"];

/** What is said of routes that never count. */
const ofUnusedRoutes = ["IST0130", "IST0131", "MESH0314"];

/**
 * Whether it is said of a gateway's copy of a service's routes. Under one path several of these may come to the same matches; the
 * routes themselves are judged in the mesh's VirtualService, at their document.
 */
function isSaidOfMesh(code: string, { kind, spec }: Manifest): boolean {
  return kind === "VirtualService" && ofUnusedRoutes.includes(code) && toMap(spec).gateways !== undefined;
}

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
