import { ApiRefusal, requestApi } from "../cluster-access/api-request.js";

interface Pods {
  items: {
    metadata: { name: string; namespace: string; annotations?: Record<string, string>; deletionTimestamp?: string };
    status?: { containerStatuses?: ContainerStatus[]; initContainerStatuses?: ContainerStatus[] };
  }[];
}

interface ContainerStatus {
  name: string;
  started?: boolean;
  state?: { running?: object };
}

const query = "labelSelector=service.istio.io%2Fcanonical-name&fieldSelector=status.phase%3DRunning";

/**
 * `<pod>.<namespace>` of each proxy that has started and runs, of istiods of these revisions. istiod forgets a proxy half a minute
 * after it stopped answering; such a one keeps its old configuration all the same.
 * @returns undefined where the pods of the cluster may not be listed
 */
export async function fetchRunningProxies(
  kubeconfig: string,
  revisions: readonly string[],
): Promise<string[] | undefined> {
  try {
    const { items } = await requestApi<Pods>(kubeconfig, { path: `/api/v1/pods?${query}` });
    return items.filter((pod) => isOf(pod, revisions) && hasStarted(pod)).map(formatName);
  } catch (error) {
    if (error instanceof ApiRefusal) return undefined;
    throw error;
  }
}

type Pod = Pods["items"][number];

function isOf({ metadata: { annotations = {}, deletionTimestamp } }: Pod, revisions: readonly string[]): boolean {
  return deletionTimestamp === undefined && revisions.includes(annotations["istio.io/rev"] ?? "");
}

/** One that still starts has no configuration, and gets the newest. */
function hasStarted({ status: { containerStatuses = [], initContainerStatuses = [] } = {} }: Pod): boolean {
  const proxy = [...containerStatuses, ...initContainerStatuses].find(({ name }) => name === "istio-proxy");
  return proxy?.started === true && proxy.state?.running !== undefined;
}

function formatName({ metadata: { name, namespace } }: Pod): string {
  return `${name}.${namespace}`;
}
