import { ApiRefusal, readServer, requestApi, requestText } from "../cluster-access/api-request.js";
import type { LiveState } from "../console/contract.js";
import { findCluster } from "./cluster-of-stack.js";
import { describePod, selectAccessLog, sidecar, type LiveCluster, type Pod } from "../console/map/live.js";

/** Milliseconds that all questions of one look may take. */
const patience = 15_000;
/** Lines of a sidecar's log that are searched for those of its access log, and of these what is shown. */
const searchedLines = 500;
const shownLines = 50;

/** What the API server says of a stack's cluster. */
export function createLiveCluster(stack: string): LiveCluster {
  return {
    look: async (namespace, service) => {
      const found = findCluster(stack);
      if ("problem" in found) return unreachable(found.problem);
      const { kubeconfig } = found;
      const signal = AbortSignal.timeout(patience);
      try {
        return await look({ kubeconfig, namespace, signal }, service);
      } catch (error) {
        return unreachable(signal.aborted ? `no answer within ${patience / 1000} s` : describeError(error, kubeconfig));
      }
    },
  };
}

/** A namespace of a cluster, and how long it may be asked. */
interface Asked {
  kubeconfig: string;
  namespace: string;
  signal: AbortSignal;
}

async function look({ kubeconfig, namespace, signal }: Asked, service: string): Promise<LiveState> {
  const at = (path: string) => ({ path: `/api/v1/namespaces/${namespace}/${path}`, signal });
  const { spec } = await requestApi<{ spec?: { selector?: Record<string, string> } }>(
    kubeconfig,
    at(`services/${service}`),
  );
  const labels = Object.entries(spec?.selector ?? {}).map(([label, value]) => `${label}=${value}`);
  // Without a selector it has no pods of its own; all of the namespace's would be others'.
  if (labels.length === 0) return { pods: [], accessLog: [] };
  const selector = encodeURIComponent(labels.join(","));
  const { items } = await requestApi<{ items: Pod[] }>(kubeconfig, at(`pods?labelSelector=${selector}`));
  const pods = items.map(describePod);
  const logs = pods
    .filter((pod) => pod.sidecar !== "none")
    .map(async ({ name }) => {
      const query = `container=${sidecar}&tailLines=${searchedLines}`;
      const log = await requestText(kubeconfig, at(`pods/${name}/log?${query}`));
      return selectAccessLog(log, shownLines).map((line) => ({ pod: name, line }));
    });
  return { pods, accessLog: (await Promise.all(logs)).flat() };
}

function unreachable(reason: string): LiveState {
  return { unreachable: reason, pods: [], accessLog: [] };
}

function describeError(error: unknown, kubeconfig: string): string {
  const message = error instanceof Error ? error.message : String(error);
  if (error instanceof ApiRefusal) return message;
  return `the API server ${readServer(kubeconfig)} does not answer: ${message}`;
}
