import { ApiRefusal, requestApi } from "../cluster-access/api-request.js";
import { hasReadyProxy, type ProxyStatus } from "../mesh/ready-proxy.js";

interface Pods {
  items: {
    metadata: { name: string; namespace: string; annotations?: Record<string, string>; deletionTimestamp?: string };
    status?: ProxyStatus;
  }[];
}

const query = "labelSelector=service.istio.io%2Fcanonical-name&fieldSelector=status.phase%3DRunning";

/**
 * `<pod>.<namespace>` of each proxy that runs and has been ready, of istiods of these revisions, or of any. istiod forgets a proxy half a minute
 * after it stopped answering; such a one keeps its old configuration all the same.
 * @returns undefined where the pods of the cluster may not be listed
 */
export async function fetchRunningProxies(
  kubeconfig: string,
  revisions?: readonly string[],
): Promise<string[] | undefined> {
  try {
    const { items } = await requestApi<Pods>(kubeconfig, { path: `/api/v1/pods?${query}` });
    return items.filter((pod) => isOf(pod, revisions) && hasReadyProxy(pod.status ?? {})).map(formatName);
  } catch (error) {
    if (error instanceof ApiRefusal) return undefined;
    throw error;
  }
}

type Pod = Pods["items"][number];

function isOf({ metadata: { annotations = {}, deletionTimestamp } }: Pod, revisions?: readonly string[]): boolean {
  return deletionTimestamp === undefined && revisions?.includes(annotations["istio.io/rev"] ?? "") !== false;
}

function formatName({ metadata: { name, namespace } }: Pod): string {
  return `${name}.${namespace}`;
}
