import { sortByLevel } from "../findings/finding.js";
import type { Manifest } from "../kubernetes/manifest.js";
import { findConditionProblems } from "./conditions.js";
import { describeControlPlanes } from "./control-planes.js";
import { describeDrift } from "./drift.js";
import type { ClusterFacts } from "./facts.js";
import { describeGateways } from "./gateways.js";
import { createFindInjector } from "./injectors.js";
import { findKubernetesProblems } from "./kubernetes.js";
import { describeNamespaces } from "./namespaces.js";
import { describeProxies } from "./proxies.js";
import type { StatusReport } from "./report.js";
import { countServiceProblems } from "./services.js";
import { describeWebhooks } from "./webhooks.js";
import { describeWorkloads } from "./workloads.js";

/**
 * What runs now, and what is wrong with it.
 * @param declared objects that the stack's policies become; without `spec` where another owner writes that. Undefined without a stack.
 */
export function computeReport(facts: ClusterFacts, declared?: readonly Manifest[]): StatusReport {
  const findInjector = createFindInjector(facts);
  const controlPlanes = describeControlPlanes(facts);
  const webhooks = describeWebhooks(facts);
  const gateways = describeGateways(facts);
  const namespaces = describeNamespaces(facts, findInjector);
  const workloads = describeWorkloads(facts, findInjector);
  const proxies = describeProxies(facts);
  const drift = describeDrift(facts, declared);
  const problems = sortByLevel([
    ...controlPlanes.problems,
    ...findKubernetesProblems(facts),
    ...webhooks.problems,
    ...gateways.problems,
    ...namespaces.problems,
    ...workloads.problems,
    ...proxies.problems,
    ...findConditionProblems(facts),
    ...drift.problems,
  ]);
  const hasProblems = problems.some(({ level }) => level !== "info");
  const { now, server, kubernetes, unread } = facts;
  return {
    time: new Date(now).toISOString(),
    server,
    state: hasProblems ? "problems" : unread.length > 0 ? "partial" : "healthy",
    ...(kubernetes === undefined ? {} : { kubernetes }),
    controlPlanes: controlPlanes.items,
    webhooks: webhooks.items,
    gateways: gateways.items,
    namespaces: namespaces.items,
    workloads: workloads.items,
    proxies: proxies.status,
    services: countServiceProblems(facts, problems),
    ...(drift.status === undefined ? {} : { policies: drift.status }),
    unread,
    problems,
  };
}
