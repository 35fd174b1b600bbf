import { ApiRefusal, inTime, readServer, requestApi } from "../cluster-access/api-request.js";
import { formatFindings } from "../findings/finding.js";
import { resolvePath } from "../folders.js";
import { readKubeconfigFile } from "../cluster-access/kubeconfig-file.js";
import { kubeconfigProblem, type SelectedContext } from "../cluster-access/kubeconfig.js";
import type { ClusterAccess } from "../stack/clusters/cluster-kind.js";
import { findWantedContext, readGivenContext } from "../stack/wanted-context.js";

/** The settings of a cluster that is there already. */
export type ExistingClusterConfig = NonNullable<ClusterAccess["existing"]>;

/** The path of the kubeconfig that the stack's file names, if it names one. @param project the folder it starts from */
export function placeKubeconfig({ kubeconfig }: ExistingClusterConfig, project: string): string | undefined {
  return kubeconfig === undefined ? undefined : resolvePath(kubeconfig, project);
}

/** A stack, and the folder of its project. */
interface StackPlace {
  stack: string;
  project: string;
}

/**
 * The kubeconfig of the stack's context alone, or what stands in its way: of the context that is given, else of the one that the
 * environment or the stack's file names, as the program takes it.
 */
export function selectExisting(
  cluster: ExistingClusterConfig,
  { stack, project }: StackPlace,
  context: string | undefined,
): SelectedContext {
  const given = context === undefined ? readGivenContext(process.env) : { source: "--context", name: context };
  const { context: wanted, problem } = findWantedContext(cluster.context, given);
  if (problem !== undefined) return { findings: [kubeconfigProblem(problem, { file: `stacks/Pulumi.${stack}.yaml` })] };
  return readKubeconfigFile(placeKubeconfig(cluster, project), wanted);
}

/** Which cluster a context is of. */
export interface ContextIdentity {
  context: string;
  /** The UID of the namespace kube-system, as the stack's output `clusterUid` has it. */
  uid?: string;
}

/**
 * Asks the cluster of a stack's context who it is.
 * @throws where the cluster does not say it
 */
export async function identifyExisting(
  cluster: ExistingClusterConfig,
  place: StackPlace,
  context: string | undefined,
): Promise<ContextIdentity> {
  const { kubeconfig, findings } = selectExisting(cluster, place, context);
  if (kubeconfig === undefined) throw new Error(formatFindings(findings));
  const { "current-context": selected } = JSON.parse(kubeconfig) as { "current-context": string };
  const request = inTime("/api/v1/namespaces/kube-system");
  try {
    const { metadata } = await requestApi<{ metadata: { uid?: string } }>(kubeconfig, request);
    return { context: selected, uid: metadata.uid };
  } catch (error) {
    const what = error instanceof ApiRefusal ? "refuses" : "does not answer";
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(`context "${selected}": the API server ${readServer(kubeconfig)} ${what}: ${reason}`, {
      cause: error,
    });
  }
}
