/** Status of a pod in Kubernetes' API, as far as its proxy's readiness is read. */
export interface ProxyStatus {
  conditions?: { type: string; lastTransitionTime?: string | null }[];
  containerStatuses?: ContainerStatus[];
  initContainerStatuses?: ContainerStatus[];
}

interface ContainerStatus {
  name: string;
  ready?: boolean;
  state?: { running?: { startedAt?: string } };
}

/** The container that the injector adds, or a gateway's own. */
export const proxyContainer = "istio-proxy";

/**
 * Whether a pod's proxy runs and has been ready. One that still starts has no configuration, and gets the newest. It is ready once it has one.
 * Later the condition Ready says it: it changed after the start.
 */
export function hasReadyProxy({
  conditions = [],
  containerStatuses = [],
  initContainerStatuses = [],
}: ProxyStatus): boolean {
  const proxy = [...containerStatuses, ...initContainerStatuses].find(({ name }) => name === proxyContainer);
  const start = proxy?.state?.running?.startedAt;
  if (proxy === undefined || start === undefined) return false;
  const changed = conditions.find(({ type }) => type === "Ready")?.lastTransitionTime ?? "";
  return proxy.ready === true || Date.parse(changed) > Date.parse(start);
}
