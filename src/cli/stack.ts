import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { judgeStackFile, parseStackFile, type StackFile } from "../stack/config-problems.js";
import type { StackConfig } from "../stack/config-schema.js";
import type { StackFolder } from "../stack/stack-facts.js";
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

/**
 * Reads a stack's file before the engine does, which stops at the first mistake and knows fewer of them.
 * @throws an error that lists all that is wrong, with places
 */
export function readStack(stack: string): StackConfig {
  const { values, findings } = judgeStackFile(readStackFile(stack));
  if (hasErrors(findings)) throw new Error(formatFindings(findings));
  return values as StackConfig;
}

/** Where the files of a stack of the project are. @throws where there is no such stack */
export function locateStack(stack: string): StackFolder {
  const file = join("stacks", `Pulumi.${stack}.yaml`);
  const { folder: root, name: project } = findProject();
  if (!existsSync(join(root, file))) {
    const stacks = listStacks();
    const others = stacks.length === 0 ? `${root} has no stacks` : `there are ${stacks.join(", ")}`;
    throw new Error(`there is no stack "${stack}" (no file ${file}); ${others}`);
  }
  return { root, folder: join("stacks", stack), file, project };
}

/** The text of a stack's file, and what to call it. @throws where there is no such stack */
export function readStackFile(stack: string): StackFile {
  const { root, file, project } = locateStack(stack);
  return { text: readFileSync(join(root, file), "utf8"), file, project };
}

/** Names of all stacks of the project. */
export function listStacks(): string[] {
  const folder = join(findProject().folder, "stacks");
  const files = existsSync(folder) ? readdirSync(folder) : [];
  const names = files.map((file) => /^Pulumi\.(.+)\.yaml$/.exec(file)?.[1]);
  return names.filter((name) => name !== undefined).sort();
}

/** A stack that can be run. */
export interface PreparedStack extends EngineStack {
  /** Whether it may have delete hooks, which the engine runs only beside the program. */
  hasDeleteHooks: boolean;
}

/** The engine of a stack, to ask for what it knows: nothing is prepared that only runs need. */
export async function findEngine(stack: string, report: Progress): Promise<EngineStack> {
  const isLocal = readStack(stack).cluster.kind === "local";
  return { stack, project: findProject().folder, tools: await (isLocal ? getBuiltEngine : getEngine)(report) };
}

/**
 * Gets a stack's tools and, where the stack asks for one, the local cluster.
 * @param context of the kubeconfig, for stacks on an existing cluster
 * @throws where the local cluster cannot be had, or where the state is of another cluster than the context's
 */
export async function prepareStack(stack: string, report: Progress, context?: string): Promise<PreparedStack> {
  const { cluster } = readStack(stack);
  const local = cluster.kind === "local" ? (cluster.name ?? "dev") : undefined;
  // Before tools are built for minutes that this machine has no use for.
  if (local !== undefined) requireCapableMachine(describeMachine());
  if (local !== undefined) await announceTools([...localTools, ...builtTools], report);
  // The cluster comes first, and boots while the engine is built, where both must be.
  const [, engine] = await Promise.all([
    local === undefined ? undefined : bootCluster(local, report),
    findEngine(stack, report),
  ]);
  const isEks = cluster.kind === "eks";
  const target = {
    ...engine,
    downloadsPlugins: isEks,
    hasDeleteHooks: isEks,
    ...(context === undefined ? {} : { context }),
    readKubeconfig: () => readKubeconfigOf(cluster, stack, context),
  };
  if (local !== undefined) await refreshWhereAnother(local, target, report);
  if (cluster.kind === "existing") await requireSameCluster(target, cluster);
  return target;
}

/** The kubeconfig of a cluster that is there already; of one on EKS only the engine knows it. */
function readKubeconfigOf(
  cluster: StackConfig["cluster"],
  stack: string,
  context: string | undefined,
): string | undefined {
  if (cluster.kind === "local") return readFileSync(clusterKubeconfig(cluster.name ?? "dev"), "utf8");
  if (cluster.kind !== "existing") return undefined;
  return selectExisting(cluster, { stack, project: findProject().folder }, context).kubeconfig;
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
  const { values } = parseStackFile(readStackFile(stack));
  const cluster = values.cluster as { kind?: unknown; name?: unknown } | undefined;
  return cluster?.kind === "local" && (cluster.name ?? "dev") === name;
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
  report.note(
    `stack ${target.stack}: the local cluster is another one than the stack's state describes; reading it anew`,
  );
  const { exitCode } = await runEngine(target, "refresh", ["--yes", "--skip-preview"]);
  if (exitCode !== 0) throw new Error(`the stack ${target.stack} could not be read anew; see the message above`);
}
