import { inTime, readServer, requestApi } from "../cluster-access/api-request.js";
import { hasState, readOutputs } from "./engine-state.js";

/**
 * Refuses a cluster that is not the one that a stack was brought up on, where that is known without the engine.
 * @throws an error that names both
 */
export async function requireStacksCluster(stack: string, kubeconfig: string): Promise<void> {
  const known = hasState({ stack }) === true ? readOutputs({ stack })?.clusterUid : undefined;
  if (typeof known !== "string") return;
  const request = inTime("/api/v1/namespaces/kube-system");
  // Where it does not answer, whoever asks next says why.
  const namespace = await requestApi<{ metadata: { uid?: string } }>(kubeconfig, request).catch(() => undefined);
  const uid = namespace?.metadata.uid;
  if (uid === undefined || uid === known) return;
  throw new Error(
    `stack ${stack} was brought up on another cluster (uid ${known}) than the one of ${readServer(kubeconfig)} (uid ${uid})`,
  );
}
