import type { LiveState } from "../contract.js";

/** The cluster as it is now. */
export interface LiveCluster {
  look: (namespace: string, service: string) => Promise<LiveState>;
}

/** Pod of Kubernetes' API, as far as it is shown. */
export interface Pod {
  metadata: { name: string };
  spec?: { initContainers?: { name: string; restartPolicy?: string }[]; containers?: { name: string }[] };
  status?: {
    conditions?: { type: string; status: string }[];
    containerStatuses?: ContainerStatus[];
    initContainerStatuses?: ContainerStatus[];
  };
}

interface ContainerStatus {
  name: string;
  ready: boolean;
  restartCount: number;
  state?: Record<string, { reason?: string }>;
}

/** Istio's name of the sidecar's container. */
export const sidecar = "istio-proxy";

/** What is shown of a pod. */
export function describePod({ metadata, spec = {}, status = {} }: Pod): LiveState["pods"][number] {
  // A native sidecar is an init container that goes on running.
  const native = (spec.initContainers ?? []).filter(({ restartPolicy }) => restartPolicy === "Always");
  const names = [...native, ...(spec.containers ?? [])].map(({ name }) => name);
  const statuses = [...(status.initContainerStatuses ?? []), ...(status.containerStatuses ?? [])];
  const containers = names.map((name) => {
    const found = statuses.find((one) => one.name === name);
    return {
      name,
      ready: found?.ready ?? false,
      restarts: found?.restartCount ?? 0,
      state: describeState(found?.state),
    };
  });
  const proxy = containers.find(({ name }) => name === sidecar);
  return {
    name: metadata.name,
    ready: status.conditions?.find(({ type }) => type === "Ready")?.status === "True",
    containers,
    sidecar: proxy === undefined ? "none" : proxy.ready ? "ready" : "not ready",
  };
}

/** `running`, or `waiting: ImagePullBackOff`. */
function describeState(state: ContainerStatus["state"] = {}): string {
  const [[name, { reason }] = ["unknown", {}]] = Object.entries(state);
  return reason === undefined ? name : `${name}: ${reason}`;
}

/** Access-log lines among all that a sidecar logs: Istio's text begins with `[` and a time, its JSON with `{`. */
export function selectAccessLog(log: string, last: number): string[] {
  const lines = log.split("\n").filter((line) => /^(\[\d{4}-|\{)/.test(line));
  return lines.slice(-last);
}
