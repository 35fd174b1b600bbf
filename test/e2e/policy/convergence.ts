import { readFileSync } from "node:fs";
import { fetchProxySync } from "../../../src/components/istiod-debug.js";
import { clusterKubeconfig } from "../../../src/folders.js";
import { ProxyFollower } from "../../../src/istio/control-plane/proxy-sync.js";
import { eventually, kubectl } from "./cluster.js";

// What is written reaches proxies and nodes some time later, and on a machine that does other things much later. A test that
// waits here first asks for what its policy does, not for who has heard of it.

/** istiod gathers changes for 100 ms before it sends them; this is well after that. */
const gatherMilliseconds = 500;
const controlPlane = "istio-system";

interface Pod {
  metadata: { name: string; labels?: Record<string, string>; deletionTimestamp?: string };
  spec: { containers: { name: string }[]; initContainers?: { name: string }[] };
  status: { podIP?: string; conditions?: { type: string; status: string }[] };
}

interface Service {
  metadata: { name: string };
  spec: { selector?: Record<string, string>; ports: { port: number; protocol?: string }[] };
}

/** Waits until the proxies of these namespaces, and the gateways, have what istiod knows. */
export async function waitForProxies(namespaces: readonly string[]): Promise<void> {
  const kubeconfig = readFileSync(clusterKubeconfig("dev"), "utf8");
  const awaited = [controlPlane, ...namespaces];
  await new Promise((resolve) => setTimeout(resolve, gatherMilliseconds));
  await eventually(async () => {
    const states = new ProxyFollower().look((await fetchProxySync(kubeconfig, controlPlane)).proxies);
    const behind = states.filter(({ state }) => state !== "confirmed").map(({ proxy }) => proxy);
    const ours = behind.filter((proxy) => awaited.some((namespace) => proxy.endsWith(`.${namespace}`)));
    if (ours.length > 0) throw new Error(`these proxies do not have the new configuration: ${ours.join(", ")}`);
  });
}

/**
 * Waits until every pod of a namespace reaches every Service there, with all its pods where a sidecar does the choosing. Pods
 * and Services are read again at each look: istiod adds those of a gateway at a time of its own, and an address comes later.
 */
export async function waitForEndpoints(namespace: string): Promise<void> {
  await eventually(async () => {
    const [pods, services] = await Promise.all([list<Pod>(namespace, "pods"), list<Service>(namespace, "services")]);
    const living = pods.filter(({ metadata }) => metadata.deletionTimestamp === undefined);
    await Promise.all(
      living.map((pod) =>
        hasSidecar(pod)
          ? expectEndpoints(namespace, pod, computeEndpoints(namespace, services, living))
          : expectConnections(namespace, pod, services),
      ),
    );
  });
}

async function list<T>(namespace: string, kind: string): Promise<T[]> {
  return (JSON.parse(await kubectl(["-n", namespace, "get", kind, "-o", "json"])) as { items: T[] }).items;
}

function hasSidecar({ spec: { containers, initContainers = [] } }: Pod): boolean {
  return [...containers, ...initContainers].some(({ name }) => name === "istio-proxy");
}

/** Envoy's cluster and address of each pod behind each port. */
function computeEndpoints(namespace: string, services: readonly Service[], pods: readonly Pod[]): string[] {
  return services.flatMap(({ metadata: { name }, spec: { selector, ports } }) => {
    if (selector === undefined) return [];
    const behind = pods.filter(({ metadata: { labels = {} } }) =>
      Object.entries(selector).every(([key, value]) => labels[key] === value),
    );
    return ports.flatMap(({ port }) =>
      behind.map(({ status }) => `outbound|${port}||${name}.${namespace}.svc.cluster.local::${status.podIP}:`),
    );
  });
}

async function expectEndpoints(namespace: string, { metadata }: Pod, endpoints: readonly string[]): Promise<void> {
  const agent = ["pilot-agent", "request", "GET", "clusters"];
  const known = await kubectl(["-n", namespace, "exec", metadata.name, "-c", "istio-proxy", "--", ...agent]);
  const missing = endpoints.filter((endpoint) => !known.includes(endpoint));
  if (missing.length > 0) throw new Error(`the sidecar of ${metadata.name} does not know ${missing.join(" ")}`);
}

/** By a connection that says nothing, so that no log and no counter has it. */
async function expectConnections(namespace: string, pod: Pod, services: readonly Service[]): Promise<void> {
  if (pod.spec.containers.every(({ name }) => name !== "echo")) return;
  const addresses = services.flatMap(({ metadata: { name }, spec: { ports, selector } }) =>
    selector === undefined ? [] : ports.map(({ port }) => `nc -w 2 ${name} ${port} </dev/null >/dev/null`),
  );
  if (addresses.length === 0) return;
  await kubectl(["-n", namespace, "exec", pod.metadata.name, "-c", "echo", "--", "sh", "-c", addresses.join(" && ")]);
}
