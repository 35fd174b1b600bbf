import type { Manifest } from "../manifest.js";

/** What Istio makes of a port. `auto`: nothing is declared, Istio looks at the first bytes. */
export type Protocol = "http" | "grpc" | "tcp" | "auto";

export interface ServicePort {
  number: number;
  name?: string;
  protocol: Protocol;
  /**
   * Ports of the pods that it leads to; policies that the callee's sidecar enforces know only these. Several where pods give a port's
   * name different numbers, none where no declared pod has that name.
   */
  targets: readonly number[];
}

/** A Kubernetes Service as policies see it. */
export interface Service {
  namespace: string;
  name: string;
  /** Its name in the whole mesh: `reviews.shop.svc.cluster.local`. */
  host: string;
  /** Whether its manifest is among those of the stack; of another one only the name is known. */
  isDeclared: boolean;
  /** Empty where it is not declared. */
  ports: readonly ServicePort[];
  /** Labels of its pods; undefined where they are not known. */
  selector?: Readonly<Record<string, string>>;
  /** Service accounts of the declared workloads whose pods it selects, without doubles. */
  serviceAccounts: readonly string[];
}

const clusterDomain = "cluster.local";

/** `shop/reviews` -> `reviews.shop.svc.cluster.local`. */
export function computeHost(namespace: string, name: string): string {
  return `${name}.${namespace}.svc.${clusterDomain}`;
}

/** The services that the stack declares, by `namespace/name`. */
export function collectServices(manifests: readonly Manifest[]): Map<string, Service> {
  const workloads = manifests.filter(({ spec }) => spec?.template?.spec?.containers !== undefined);
  const services = manifests.filter(({ kind, apiVersion }) => kind === "Service" && apiVersion === "v1");
  return new Map(
    services.map((manifest) => {
      const namespace = manifest.metadata.namespace ?? "default";
      const selector = manifest.spec?.selector as Record<string, string> | undefined;
      const own = workloads
        .filter(
          (workload) => (workload.metadata.namespace ?? "default") === namespace && isSelected(workload, selector),
        )
        .map(({ spec }) => spec.template.spec as PodSpec);
      const accounts = own.map(({ serviceAccountName }) => serviceAccountName ?? "default");
      const service: Service = {
        namespace,
        name: manifest.metadata.name,
        host: computeHost(namespace, manifest.metadata.name),
        isDeclared: true,
        ports: ((manifest.spec?.ports ?? []) as KubernetesPort[]).map((port) => readPort(port, own)),
        selector,
        serviceAccounts: [...new Set(accounts)].sort(),
      };
      return [`${namespace}/${service.name}`, service];
    }),
  );
}

/** A service of which only the name is known, and what its document says of its pods. */
export function createUndeclaredService(namespace: string, name: string, selector?: Record<string, string>): Service {
  const host = computeHost(namespace, name);
  return { namespace, name, host, isDeclared: false, ports: [], selector, serviceAccounts: [] };
}

interface KubernetesPort {
  port: number;
  name?: string;
  protocol?: string;
  appProtocol?: string;
  targetPort?: number | string;
}

interface PodSpec {
  serviceAccountName?: string;
  containers: { ports?: { name?: string; containerPort: number }[] }[];
}

function readPort(given: KubernetesPort, pods: readonly PodSpec[]): ServicePort {
  const { port, name, protocol, appProtocol, targetPort = port } = given;
  return {
    number: port,
    name,
    protocol: readProtocol(port, protocol, (appProtocol ?? name ?? "").toLowerCase()),
    targets: typeof targetPort === "number" ? [targetPort] : findNamedPorts(targetPort, pods),
  };
}

function findNamedPorts(name: string, pods: readonly PodSpec[]): number[] {
  const all = pods.flatMap(({ containers }) => containers.flatMap(({ ports = [] }) => ports));
  const numbers = all.filter((port) => port.name === name).map(({ containerPort }) => containerPort);
  return [...new Set(numbers)].sort((a, b) => a - b);
}

const http = ["http", "http2", "http_proxy", "kubernetes.io/h2c", "kubernetes.io/ws"];
const tcp = ["tcp", "udp", "tls", "https", "mongo", "mysql", "redis", "kubernetes.io/wss"];
// SMTP, DNS, MySQL and MongoDB: without a name of a protocol Istio does not look at their first bytes.
const tcpPorts = [25, 53, 3306, 27017];

// Source: ConvertProtocol of Istio's pkg/config/kube/conversion.go.
function readProtocol(port: number, transport: string | undefined, name: string): Protocol {
  if (transport === "UDP" || transport === "SCTP") return "tcp";
  const word = name.startsWith("kubernetes.io/") ? name : (name.split("-")[0] ?? "");
  if (http.includes(word)) return "http";
  if (word === "grpc") return "grpc";
  return tcp.includes(word) || tcpPorts.includes(port) ? "tcp" : "auto";
}

function isSelected(workload: Manifest, selector: Record<string, string> | undefined): boolean {
  const labels = (workload.spec.template.metadata?.labels ?? {}) as Record<string, string>;
  const wanted = Object.entries(selector ?? {});
  return wanted.length > 0 && wanted.every(([name, value]) => labels[name] === value);
}
