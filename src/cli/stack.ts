import { readFileSync } from "node:fs";
import type { ClusterAccess } from "../stack/clusters/cluster-kind.js";
import { findClusterAccess } from "../stack/clusters/kinds.js";
import { judgeStackFile, parseStackFile } from "../stack/config-problems.js";
import type { StackConfig } from "../stack/config-schema.js";
import { formatFindings, hasErrors } from "../findings/finding.js";
import { localTools, up as bootCluster } from "../local/cluster/up.js";
import type { Progress } from "../local/progress.js";
import { describeMachine, requireCapableMachine } from "../local/cluster/requirements.js";
import { announceTools, getTools } from "../local/tools/get-tools.js";
import { hasOneOf } from "./adopt-objects.js";
import { hasState, readObjects } from "./engine-state.js";
import { readStackOutputs, removeStackState, runEngine } from "./engine.js";
import type { EngineStack } from "./engine-run.js";
import { identifyExisting, selectExisting, type ExistingClusterConfig } from "./existing-cluster.js";
import { builtTools, getBuiltEngine, getEngine } from "./get-engine.js";
import { capture } from "../local/run.js";
import { clusterKubeconfig } from "../folders.js";
import { findProject, lookUpProject } from "./project.js";
import { listStacks, readStackFile } from "./stack-list.js";

/**
 * Reads a stack's file before the engine does, which stops at the first mistake and knows fewer of them.
 * @throws an error that lists all that is wrong, with places
 */
export function readStack(stack: string): StackConfig {
  const { values, findings } = judgeStackFile(readStackFile(stack));
  if (hasErrors(findings)) throw new Error(formatFindings(findings));
  return values as StackConfig;
}

/** A stack that can be run. */
export interface PreparedStack extends EngineStack {
  /** Whether it may have delete hooks, which the engine runs only beside the program. */
  hasDeleteHooks: boolean;
}

/** The engine of a stack, to ask for what it knows: nothing is prepared that only runs need. */
export async function findEngine(stack: string, report: Progress): Promise<EngineStack> {
  const { local } = findClusterAccess(readStack(stack).cluster);
  return {
    stack,
    project: findProject().folder,
    tools: await (local === undefined ? getEngine : getBuiltEngine)(report),
  };
}

/**
 * Gets a stack's tools and, where the stack asks for one, the local cluster.
 * @param context of the kubeconfig, for stacks on an existing cluster
 * @throws where the local cluster cannot be had, or where the state is of another cluster than the context's
 */
export async function prepareStack(stack: string, report: Progress, context?: string): Promise<PreparedStack> {
  const access = findClusterAccess(readStack(stack).cluster);
  const { local, existing, isMade = false } = access;
  // Before tools are built for minutes that this machine has no use for.
  if (local !== undefined) requireCapableMachine(describeMachine());
  if (local !== undefined) await announceTools([...localTools, ...builtTools], report);
  // The cluster comes first, and boots while the engine is built, where both must be.
  const [, engine] = await Promise.all([
    local === undefined ? undefined : bootCluster(local, report),
    findEngine(stack, report),
  ]);
  const target = {
    ...engine,
    downloadsPlugins: isMade,
    hasDeleteHooks: isMade,
    ...(context === undefined ? {} : { context }),
    readKubeconfig: () => readKubeconfigOf(access, stack, context),
  };
  if (local !== undefined) await refreshWhereAnother(local, target, report);
  if (existing !== undefined) await requireSameCluster(target, existing);
  return target;
}

/** The kubeconfig of a cluster that is there already; of another only the engine knows it. */
function readKubeconfigOf(
  { local, existing }: ClusterAccess,
  stack: string,
  context: string | undefined,
): string | undefined {
  if (local !== undefined) return readFileSync(clusterKubeconfig(local), "utf8");
  if (existing === undefined) return undefined;
  return selectExisting(existing, { stack, project: findProject().folder }, context).kubeconfig;
}

/**
 * Otherwise `up` would take what another cluster has for done, and `destroy`, which goes by the state, remove it there. A first run
 * that failed has left no output that names the cluster, but objects.
 */
async function requireSameCluster(target: PreparedStack, cluster: ExistingClusterConfig): Promise<void> {
  const { stack } = target;
  const known = (await readStackOutputs(target))?.clusterUid;
  const objects = known === undefined ? readObjects(target).filter(({ uid }) => uid !== undefined) : [];
  if (known === undefined && objects.length === 0) return;
  const { context, uid = "unknown" } = await identifyExisting(cluster, target, target.context);
  const isSame = known === undefined ? await hasOneOf(target.readKubeconfig?.() ?? "", objects) : uid === known;
  if (isSame) return;
  const other =
    typeof known === "string" ? `uid ${known}` : "which has the objects of its state, and this one none of them";
  throw new Error(
    `stack ${stack} was brought up on another cluster (${other}) than the one of context "${context}" (uid ${uid}); ` +
      `remove it there first: mesh destroy -s ${stack} --context NAME, or, where that cluster is gone: mesh forget -s ${stack}`,
  );
}

/** `mesh forget`: gives up the state of a stack whose cluster is gone; what is in a cluster stays. */
export async function forgetStack(stack: string, report: Progress): Promise<void> {
  await removeStackState(await findEngine(stack, report));
}

/** Forgets the state of every stack of the project on a local cluster that is gone: it describes nothing any more. */
export async function forgetStacksOf(cluster: string, report: Progress): Promise<void> {
  // A local cluster needs no project; what stacks of others say of it, their next run reads anew.
  if (lookUpProject(process.cwd()).project === undefined) return;
  const stacks = listStacks().filter((stack) => isOnLocalCluster(stack, cluster) && hasState({ stack }) !== false);
  // Asking for the engine may build it.
  if (stacks.length === 0) return;
  const tools = await getBuiltEngine(report);
  for (const stack of stacks) await removeStackState({ stack, project: findProject().folder, tools });
}

/** Read without judging: a mistake elsewhere in a stack's file is no reason to keep the state. */
function isOnLocalCluster(stack: string, name: string): boolean {
  return findClusterAccess(parseStackFile(readStackFile(stack)).values.cluster).local === name;
}

/** kubectl, which is built with the whole of Kubernetes: only for stacks on a local cluster, which needs that anyway. */
export async function findKubectl(report: Progress): Promise<string> {
  return (await getTools(["kubectl"], report)).kubectl;
}

/** A local cluster that was made anew has another identity than the state says; the state is read anew, not believed. */
async function refreshWhereAnother(name: string, target: PreparedStack, report: Progress): Promise<void> {
  const known = (await readStackOutputs(target))?.clusterUid;
  if (known === undefined) return;
  const args = [
    "--kubeconfig",
    clusterKubeconfig(name),
    "get",
    "namespace",
    "kube-system",
    "-o",
    "jsonpath={.metadata.uid}",
  ];
  if (known === (await capture(await findKubectl(report), args))) return;
  report.note(`stack ${target.stack}: the local cluster is not the one in the stack's state; refreshing the state`);
  const { exitCode } = await runEngine(target, "refresh", ["--yes", "--skip-preview"]);
  if (exitCode !== 0) throw new Error(`the stack ${target.stack} could not be refreshed; see the message above`);
}
