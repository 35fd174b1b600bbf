import { ApiRefusal, readServer, requestApi } from "../api-request.js";
import { formatFindings } from "../finding.js";
import { resolvePath } from "../folders.js";
import { readKubeconfigFile } from "../kubeconfig-file.js";
import type { SelectedContext } from "../kubeconfig.js";
import type { StackConfig } from "../stack/config-schema.js";

/** Milliseconds that the cluster may take to say who it is. */
const patience = 15_000;

/** The settings of a cluster that is there already. */
export type ExistingClusterConfig = Extract<StackConfig["cluster"], { kind: "existing" }>;

/** The path of the kubeconfig that the stack's file names, if it names one. @param project the folder it starts from */
export function placeKubeconfig({ kubeconfig }: ExistingClusterConfig, project: string): string | undefined {
  return kubeconfig === undefined ? undefined : resolvePath(kubeconfig, project);
}

/** The kubeconfig of that context alone, or what stands in its way. */
export function selectExisting(
  cluster: ExistingClusterConfig,
  project: string,
  context: string | undefined,
): SelectedContext {
  return readKubeconfigFile(placeKubeconfig(cluster, project), context);
}

/**
 * The UID of the namespace kube-system, as the stack's output `clusterUid` has it.
 * @throws where the cluster does not say it
 */
export async function fetchClusterUid(
  cluster: ExistingClusterConfig,
  project: string,
  context: string,
): Promise<string | undefined> {
  const { kubeconfig, findings } = selectExisting(cluster, project, context);
  if (kubeconfig === undefined) throw new Error(formatFindings(findings));
  const request = { path: "/api/v1/namespaces/kube-system", signal: AbortSignal.timeout(patience) };
  try {
    return (await requestApi<{ metadata: { uid?: string } }>(kubeconfig, request)).metadata.uid;
  } catch (error) {
    const what = error instanceof ApiRefusal ? "refuses" : "does not answer";
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(`context "${context}": the API server ${readServer(kubeconfig)} ${what}: ${reason}`, {
      cause: error,
    });
  }
}
