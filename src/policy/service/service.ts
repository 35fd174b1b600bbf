import { readPodTemplate, readServiceAccount, type PodTemplate } from "../../mesh/pods.js";
import { isHttp, readPortProtocol } from "../../mesh/protocols.js";
import { findTargetPort } from "../../mesh/ports.js";
import { file } from "../../mesh/selection.js";
import { computeServiceHost } from "../../mesh/host-names.js";
import { matchesServiceSelector } from "../../mesh/selectors.js";
import { toMap, toMaps } from "../../text/read.js";
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
  /** Service accounts of the declared workloads whose pods it selects, each once. */
  serviceAccounts: readonly string[];
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
      const own = (pods.get(namespace) ?? []).filter((one) => matchesServiceSelector(toMap(selector), one.labels));
      const service: Service = {
        namespace,
        name: metadata.name,
        host: computeServiceHost(namespace, metadata.name),
        isDeclared: true,
        ports: toMaps(ports).flatMap((port) => readPort(port, own)),
        selector: labels,
        serviceAccounts: [...new Set(own.map(readServiceAccount))].sort(),
      };
      return [`${namespace}/${service.name}`, service];
    }),
  );
}

/** A service of which only the name is known, and what its document says of its pods. */
export function createUndeclaredService(namespace: string, name: string, selector?: Record<string, string>): Service {
  const host = computeServiceHost(namespace, name);
  return { namespace, name, host, isDeclared: false, ports: [], selector, serviceAccounts: [] };
}

/** The pods of each namespace. */
function collectPods(manifests: readonly Manifest[]): Map<string, PodTemplate[]> {
  const byNamespace = new Map<string, PodTemplate[]>();
  for (const manifest of manifests) {
    const template = readPodTemplate(manifest);
    if (template?.podSpec.containers !== undefined)
      file(byNamespace, manifest.metadata.namespace ?? "default", template);
  }
  return byNamespace;
}

function readPort(given: Port, pods: readonly PodTemplate[]): ServicePort[] {
  const { port, name } = given;
  if (typeof port !== "number") return [];
  return [
    {
      number: port,
      name: typeof name === "string" ? name : undefined,
      protocol: readProtocol(given),
      targets: listTargetPorts(given, pods),
    },
  ];
}

type Port = Readonly<Record<string, unknown>>;

/** One that is a number needs no pods to be known. */
function listTargetPorts(port: Port, pods: readonly PodTemplate[]): number[] {
  const numbers = [{ podSpec: {} }, ...pods].flatMap((one) => findTargetPort(port, one) ?? []);
  return [...new Set(numbers)].sort((a, b) => a - b);
}

/** What policies tell apart; HTTPS is TCP to them, for proxies see no request. */
function readProtocol(port: Port): Protocol {
  const protocol = readPortProtocol(port);
  if (protocol === "GRPC" || protocol === "GRPC-WEB") return "grpc";
  return isHttp(protocol) ? "http" : protocol === undefined ? "auto" : "tcp";
}
