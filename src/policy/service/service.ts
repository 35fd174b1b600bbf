import { toMap, toMaps, toText } from "../../text/read.js";
import { isMap } from "../../text/is-map.js";
import type { Manifest } from "../../kubernetes/manifest.js";

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

/** The services that the stack declares, by `namespace/name`. Objects are as people wrote them: what is not a port is left out. */
export function collectServices(manifests: readonly Manifest[]): Map<string, Service> {
  const pods = collectPods(manifests);
  const services = manifests.filter(({ kind, apiVersion }) => kind === "Service" && apiVersion === "v1");
  return new Map(
    services.map(({ metadata, spec }) => {
      const namespace = metadata.namespace ?? "default";
      const { selector, ports } = toMap(spec);
      const labels = isMap(selector) ? (selector as Record<string, string>) : undefined;
      const own = (pods.get(namespace) ?? []).filter((one) => isSelected(one, labels));
      const service: Service = {
        namespace,
        name: metadata.name,
        host: computeHost(namespace, metadata.name),
        isDeclared: true,
        ports: toMaps(ports).flatMap((port) => readPort(port, own)),
        selector: labels,
        serviceAccounts: [...new Set(own.map(({ account }) => account))].sort(),
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

/** What a workload says of the pods that it makes. */
interface Pods {
  labels: Readonly<Record<string, unknown>>;
  account: string;
  ports: readonly Record<string, unknown>[];
}

/** The pods of each namespace. */
function collectPods(manifests: readonly Manifest[]): Map<string, Pods[]> {
  const byNamespace = new Map<string, Pods[]>();
  for (const { metadata, spec } of manifests) {
    const template = toMap(toMap(spec).template);
    const podSpec = toMap(template.spec);
    if (podSpec.containers === undefined) continue;
    const { namespace = "default" } = metadata;
    const all = byNamespace.get(namespace) ?? [];
    byNamespace.set(namespace, all);
    all.push({
      labels: toMap(toMap(template.metadata).labels),
      account: toText(podSpec.serviceAccountName) || "default",
      ports: toMaps(podSpec.containers).flatMap(({ ports }) => toMaps(ports)),
    });
  }
  return byNamespace;
}

function readPort(
  { port, name, protocol, appProtocol, targetPort = port }: Port,
  pods: readonly Pods[],
): ServicePort[] {
  if (typeof port !== "number") return [];
  const word = toText(appProtocol) || toText(name);
  return [
    {
      number: port,
      name: typeof name === "string" ? name : undefined,
      protocol: readProtocol(port, protocol, word.toLowerCase()),
      targets: typeof targetPort === "number" ? [targetPort] : findNamedPorts(targetPort, pods),
    },
  ];
}

type Port = Readonly<Record<string, unknown>>;

function findNamedPorts(name: unknown, pods: readonly Pods[]): number[] {
  const named = pods.flatMap(({ ports }) => ports).filter((port) => port.name === name);
  const numbers = named.flatMap(({ containerPort }) => (typeof containerPort === "number" ? [containerPort] : []));
  return [...new Set(numbers)].sort((a, b) => a - b);
}

const http = ["http", "http2", "http_proxy", "kubernetes.io/h2c", "kubernetes.io/ws"];
const tcp = ["tcp", "udp", "tls", "https", "mongo", "mysql", "redis", "kubernetes.io/wss"];
// SMTP, DNS, MySQL and MongoDB: without a name of a protocol Istio does not look at their first bytes.
const tcpPorts = [25, 53, 3306, 27017];

// Source: ConvertProtocol of Istio's pkg/config/kube/conversion.go.
function readProtocol(port: number, transport: unknown, name: string): Protocol {
  if (transport === "UDP" || transport === "SCTP") return "tcp";
  const word = name.startsWith("kubernetes.io/") ? name : (name.split("-")[0] ?? "");
  if (http.includes(word)) return "http";
  if (word === "grpc") return "grpc";
  return tcp.includes(word) || tcpPorts.includes(port) ? "tcp" : "auto";
}

function isSelected({ labels }: Pods, selector: Record<string, string> = {}): boolean {
  const wanted = Object.entries(selector);
  return wanted.length > 0 && wanted.every(([name, value]) => labels[name] === value);
}
