import { indexMesh } from "../analysis/analyze.js";
import type { MeshIndex } from "../mesh/mesh-index.js";
import type { MeshKnowledge } from "../mesh/objects.js";
import { hasErrors, type Finding } from "../findings/finding.js";
import type { Manifest } from "../kubernetes/manifest.js";
import { findServices } from "../policy/compile.js";
import type { LoadedPolicies } from "../policy/documents/load.js";
import type { Service } from "../policy/service/service.js";
import type { ApplicationManifests } from "../stack/stack-files.js";
import { computeStackSurroundings, type StackSettings } from "./mesh-of-stack.js";
import { planLoaded, compileMesh, type PlannedMesh, type PlannedPolicies, type PlanSurroundings } from "./plan.js";
import { findStopping } from "./policy-plan.js";

/** All of a stack that decides what its policies become, apart from the policies. */
export interface StackFacts {
  /** The settings of the stack's file. Suppressions have their places. */
  settings: StackSettings;
  applications: ApplicationManifests;
  /** CustomResourceDefinitions of the installed Istio. Empty where only a chart of a repository has them. */
  definitions: Manifest[];
  /** Whether all that decides which objects there are could be read. @default true */
  areObjectsKnown?: boolean;
  /** What is known of the mesh from elsewhere. It overrides the settings. @default nothing */
  knowledge?: Partial<MeshKnowledge>;
}

/** A stack as it would be with certain documents. */
export interface StackPlan {
  loaded: LoadedPolicies;
  planned: PlannedPolicies;
  surroundings: PlanSurroundings;
  /** By `namespace/name`: declared services and those that have a document. */
  services: ReadonlyMap<string, Service>;
  /** Findings of documents and applications. */
  findings: Finding[];
  /** Whether findings stop a run. */
  isStopped: boolean;
}

/** The mesh of a stack without the analysis of its objects, which takes most of the time of a plan. */
export function planStackMesh(loaded: LoadedPolicies, facts: StackFacts): PlannedMesh {
  const { mesh, findings } = compileMesh(loaded, computeSurroundings(facts));
  return { mesh, findings: [...facts.applications.findings, ...findings] };
}

/** The mesh of objects that are there already, under the control plane and the gateways that the stack's file names now. */
export function indexDeployed(manifests: readonly Manifest[], facts: StackFacts): MeshIndex {
  const { mesh, knowledge, assumed, definitions } = computeSurroundings(facts);
  const objects = manifests.map((manifest) => ({ manifest }));
  return indexMesh({ objects, assumed, definitions, mesh: { rootNamespace: mesh.rootNamespace, ...knowledge } });
}

/** Plans a stack: `mesh analyze`, the preview and the console all call this one function. */
export function planStack(loaded: LoadedPolicies, facts: StackFacts): StackPlan {
  const { settings, applications } = facts;
  const surroundings = computeSurroundings(facts);
  const planned = planLoaded(loaded, surroundings);
  const { declared = [] } = surroundings;
  const beside = loaded.manifests.map(({ manifest }) => manifest);
  return {
    loaded,
    planned,
    surroundings,
    services: findServices(loaded.documents, [...declared, ...beside]),
    findings: [...applications.findings, ...planned.findings],
    isStopped: hasErrors(applications.findings) || findStopping(planned, settings.analysis).length > 0,
  };
}

function computeSurroundings({ settings, applications, definitions, areObjectsKnown, knowledge }: StackFacts) {
  const ofStack = computeStackSurroundings(settings, applications.manifests, definitions);
  return { ...ofStack, areObjectsKnown, knowledge: { ...ofStack.knowledge, ...knowledge } };
}
