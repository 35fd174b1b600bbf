import { createHash } from "node:crypto";
import type { Suppression } from "../analysis/suppression.js";
import type { StackConfig } from "../stack/config-schema.js";
import { hasErrors, type Finding } from "../finding.js";
import type { Manifest } from "../manifest.js";
import { computeStackSurroundings } from "../plan/mesh-of-stack.js";
import { planLoaded, type PlannedPolicies, type PlanSurroundings } from "../plan/plan.js";
import { findStopping } from "../plan/policy-plan.js";
import { findServices } from "../policy/compile.js";
import { loadPolicies, type LoadedPolicies } from "../policy/load.js";
import type { Service } from "../policy/service.js";
import type { ApplicationManifests } from "../stack/stack-files.js";

/** All of a stack that decides what its policies become, beside themselves. */
export interface StackFacts {
  config: StackConfig;
  suppressions: Suppression[];
  applications: ApplicationManifests;
  /** CustomResourceDefinitions of the Istio that is installed; none where nobody has them without asking for a chart. */
  definitions: Manifest[];
}

/** Where the facts of a stack come from. */
export interface StackSource {
  /** Changes with everything that `read` reads. */
  version: () => string;
  /** @throws where the stack's file is wrong, with all that is */
  read: () => StackFacts;
}

/** The stack as it would be with certain documents. */
export interface StackPlan {
  loaded: LoadedPolicies;
  planned: PlannedPolicies;
  surroundings: PlanSurroundings;
  /** By `namespace/name`: declared ones and those that have a document. */
  services: ReadonlyMap<string, Service>;
  /** All of documents and applications. */
  findings: Finding[];
  /** Whether findings stop a run. */
  isStopped: boolean;
}

/** Plans a stack by the functions that the program itself uses. */
export interface Planner {
  /** @param texts documents by file */
  plan: (texts: Readonly<Record<string, string>>) => StackPlan;
}

/** The stack as it is, and what a person is just writing: more plans are asked for again by nobody. */
const keptPlans = 4;

/** Plans are kept by what they are made from, so that an unchanged stack is planned once. */
export function createPlanner(source: StackSource): Planner {
  const plans = new Map<string, StackPlan>();
  let facts: { version: string; facts: StackFacts } | undefined;
  return {
    plan: (texts) => {
      const version = source.version();
      if (facts?.version !== version) facts = { version, facts: source.read() };
      const key = createHash("sha256")
        .update(JSON.stringify([version, texts]))
        .digest("hex");
      const plan = plans.get(key) ?? createPlan(texts, facts.facts);
      // The one that was asked for last goes last.
      plans.delete(key);
      plans.set(key, plan);
      const [oldest] = plans.keys();
      if (plans.size > keptPlans && oldest !== undefined) plans.delete(oldest);
      return plan;
    },
  };
}

function createPlan(texts: Readonly<Record<string, string>>, facts: StackFacts): StackPlan {
  const { config, suppressions, definitions, applications } = facts;
  const analysis = { ...config.analysis, suppressions };
  const surroundings = computeStackSurroundings({ ...config, analysis }, applications.manifests, definitions);
  const { declared = [] } = surroundings;
  const loaded = loadPolicies(texts);
  const planned = planLoaded(loaded, surroundings);
  const beside = loaded.manifests.map(({ manifest }) => manifest);
  return {
    loaded,
    planned,
    surroundings,
    services: findServices(loaded.documents, [...declared, ...beside]),
    findings: [...applications.findings, ...planned.findings],
    isStopped: hasErrors(applications.findings) || findStopping(planned, analysis).length > 0,
  };
}
