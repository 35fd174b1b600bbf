import type { Manifest } from "../kubernetes/manifest.js";
import type { ProxySync } from "../istio/control-plane/proxy-sync.js";
import { requestApi } from "../cluster-access/api-request.js";
import { runInPod } from "../cluster-access/pod-command.js";

interface Pods {
  items: { metadata: { name: string; labels?: Record<string, string> }; status?: { phase?: string } }[];
}

/** What the istiods of a namespace say of their proxies. */
export interface ProxyAnswer {
  proxies: ProxySync[];
  /** Revisions of these istiods. */
  revisions: string[];
  /** Whether one of them did not answer, whose proxies are then not known. */
  isPartial: boolean;
}

/**
 * What each istiod of a namespace says of its proxies. With many istiods each knows its own; one without any answers null.
 * @throws where the pods cannot be listed, or none of them lets a command be run and answers
 */
export async function fetchProxySync(kubeconfig: string, namespace: string): Promise<ProxyAnswer> {
  const { answers, revisions, isPartial } = await askIstiods<ProxySync[] | null>(kubeconfig, namespace, "syncz");
  return { proxies: answers.flatMap((rows) => rows ?? []), revisions, isPartial };
}

/**
 * All objects of Istio's kinds that each istiod of a namespace has read.
 * @throws as `fetchProxySync` does
 */
export async function fetchHeldObjects(kubeconfig: string, namespace: string): Promise<Manifest[][]> {
  return (await askIstiods<Manifest[] | null>(kubeconfig, namespace, "configz")).answers.map((held) => held ?? []);
}

/**
 * The debug pages answer without a token only on istiod's own loopback, so they are asked for there, as `istioctl proxy-status` does
 * where it may not connect.
 */
async function askIstiods<T>(kubeconfig: string, namespace: string, page: string) {
  const path = `/api/v1/namespaces/${namespace}/pods?labelSelector=app%3Distiod`;
  const { items } = await requestApi<Pods>(kubeconfig, { path });
  const running = items.filter(({ status }) => status?.phase === "Running");
  const answers = await Promise.allSettled(
    running.map(async ({ metadata }) => {
      return JSON.parse(await execute(kubeconfig, namespace, metadata.name, `/debug/${page}`)) as T;
    }),
  );
  const given = answers.filter((answer) => answer.status === "fulfilled");
  const [failed] = answers.filter((answer) => answer.status === "rejected");
  if (given.length === 0) throw failed?.reason ?? new Error(`no istiod runs in namespace ${namespace}`);
  return {
    answers: given.map(({ value }) => value),
    revisions: [...new Set(running.map(({ metadata }) => metadata.labels?.["istio.io/rev"] ?? "default"))],
    isPartial: failed !== undefined,
  };
}

/** What an istiod of a revision says of its version: its release, and how it was built. @throws as `fetchProxySync` does */
export async function fetchIstiodVersion(kubeconfig: string, namespace: string, revision: string): Promise<string> {
  const labels = encodeURIComponent(`app=istiod,istio.io/rev=${revision}`);
  const path = `/api/v1/namespaces/${namespace}/pods?labelSelector=${labels}`;
  const { items } = await requestApi<Pods>(kubeconfig, { path });
  const pod = items.find(({ status }) => status?.phase === "Running")?.metadata.name;
  if (pod === undefined) throw new Error(`no istiod of revision ${revision} runs in namespace ${namespace}`);
  return execute(kubeconfig, namespace, pod, "/version");
}

function execute(kubeconfig: string, namespace: string, pod: string, path: string): Promise<string> {
  const command = ["pilot-discovery", "request", "GET", path];
  return runInPod(kubeconfig, { namespace, pod, container: "discovery" }, command);
}
