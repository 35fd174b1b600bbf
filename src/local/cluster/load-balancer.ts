import { setTimeout as delay } from "node:timers/promises";
import type { ApiClient } from "./api-client.js";

// There is no load balancer around a local cluster. A Service of type LoadBalancer gets an address of the node's network,
// and kube-proxy answers on it, which is all that such a Service needs to be ready.

/** Addresses for Services: 10.250.0.101 to 10.250.0.199. */
export const loadBalancerAddresses: readonly string[] = Array.from({ length: 99 }, (_, i) => `10.250.0.${101 + i}`);

/** What of a Service (core/v1) decides about its address. */
export interface ServiceObject {
  metadata: { namespace: string; name: string };
  spec: { type?: string; loadBalancerClass?: string; ports?: readonly ServiceObjectPort[] };
  status?: { loadBalancer?: { ingress?: readonly { ip?: string }[] } };
}

export interface ServiceObjectPort {
  port: number;
  name?: string;
  protocol?: string;
  appProtocol?: string;
}

export interface Assignment {
  namespace: string;
  name: string;
  address: string;
}

/** A Service with a `loadBalancerClass` belongs to another implementation (Service.spec.loadBalancerClass). */
export function isOurs({ spec }: ServiceObject): boolean {
  return spec.type === "LoadBalancer" && spec.loadBalancerClass === undefined;
}

/** Addresses for the Services that have none yet; those of deleted Services are free again. */
export function assignAddresses(services: readonly ServiceObject[]): Assignment[] {
  const ours = services.filter(isOurs);
  const taken = new Set(ours.map(addressOf));
  const free = loadBalancerAddresses.filter((address) => !taken.has(address));
  return ours
    .filter((service) => addressOf(service) === undefined)
    .flatMap(({ metadata: { namespace, name } }) => {
      const address = free.shift();
      return address === undefined ? [] : [{ namespace, name, address }];
    });
}

/** The address that a Service has already. */
export function addressOf({ status }: ServiceObject): string | undefined {
  return status?.loadBalancer?.ingress?.[0]?.ip;
}

/**
 * Gives addresses for as long as the process lives.
 * @param follow told of all Services whenever one of them has changed and all have their addresses
 */
export async function runLoadBalancer(
  api: ApiClient,
  follow: (services: readonly ServiceObject[]) => Promise<void>,
): Promise<never> {
  for (;;) {
    try {
      const { metadata, items } = await api.get("/api/v1/services");
      if ((await assignAll(api, items)) > 0) continue;
      await follow(items);
      await api.waitForChange("/api/v1/services", metadata.resourceVersion);
    } catch (error) {
      // The API server is not there yet, or not any more; the supervisor is at it.
      console.error(`load balancer: ${error instanceof Error ? error.message : String(error)}`);
      await delay(500);
    }
  }
}

async function assignAll(api: ApiClient, services: readonly ServiceObject[]): Promise<number> {
  const assignments = assignAddresses(services);
  for (const { namespace, name, address } of assignments) {
    const status = { loadBalancer: { ingress: [{ ip: address }] } };
    await api.patch(`/api/v1/namespaces/${namespace}/services/${name}/status`, { status });
    console.error(`load balancer: ${namespace}/${name} has ${address}`);
  }
  return assignments.length;
}
