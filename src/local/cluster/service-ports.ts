import { addressOf, isOurs, type ServiceObject } from "./load-balancer.js";

// Which ports of which Services are to be had on the host's loopback, and by which numbers there.

/** A TCP port of a Service of type LoadBalancer that has its address. */
export interface ServicePort {
  namespace: string;
  service: string;
  port: number;
  /** The port's own name; Istio reads the protocol from it. */
  name?: string;
  appProtocol?: string;
  /** The Service's address inside. */
  address: string;
}

/** A Service's port on the host's loopback. */
export interface PublishedPort extends ServicePort {
  /** Port on 127.0.0.1. */
  local: number;
}

/** The ports to publish, in the order of their names: the first one gets the port that two of them prefer. */
export function listServicePorts(services: readonly ServiceObject[]): ServicePort[] {
  const all = services.filter(isOurs).flatMap((service) => {
    const address = addressOf(service);
    if (address === undefined) return [];
    const { namespace, name } = service.metadata;
    return (service.spec.ports ?? [])
      .filter(({ protocol = "TCP" }) => protocol === "TCP")
      .map(({ port, name: portName, appProtocol }): ServicePort => ({
        ...{ namespace, service: name, port, address },
        ...(portName === undefined ? {} : { name: portName }),
        ...(appProtocol === undefined ? {} : { appProtocol }),
      }));
  });
  return all.sort(comparePorts);
}

/** By namespace, Service and number. */
export function comparePorts(a: ServicePort, b: ServicePort): number {
  const [left, right] = [a, b].map(({ namespace, service }) => `${namespace}/${service}`) as [string, string];
  return left < right ? -1 : left > right ? 1 : a.port - b.port;
}

/** Stable name of a port over all that happens to its Service. */
export function keyOf({ namespace, service, port }: ServicePort): string {
  return `${namespace}/${service}:${port}`;
}

/** 80 is 8080 on loopback and 443 is 8443; from 1024 on a port keeps its number. */
export function computePreferredPort(port: number): number {
  return port < 1024 ? 8000 + port : port;
}

/** What a person opens: a URL where the port's protocol has one, else the address. */
export function formatUrl({ name = "", appProtocol = name, local }: PublishedPort): string {
  // As Istio selects a protocol: `<protocol>` or `<protocol>-<suffix>`.
  const [protocol] = appProtocol
    .toLowerCase()
    .replace(/^kubernetes\.io\//, "")
    .split("-");
  const address = `127.0.0.1:${local}`;
  if (protocol === "https") return `https://${address}`;
  return protocol !== undefined && ["http", "http2"].includes(protocol) ? `http://${address}` : address;
}
