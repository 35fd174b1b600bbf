import { coversHost } from "../host-names.js";

/** One entry of a Kubernetes Gateway's `listeners`. */
export interface GatewaySection {
  /** `sectionName` of routes that attach to it. */
  name: string;
  /** Absent = every host. */
  hostname?: string;
}

/**
 * The entries of one listener: the Gateway API wants one for each host. Their names hold the host, so that none changes when another
 * host comes or goes.
 */
export function listSections(listener: string, hosts: readonly string[] | undefined): GatewaySection[] {
  if (hosts === undefined) return [{ name: listener }];
  return hosts.map((hostname) => ({ name: `${listener}.${nameHost(hostname)}`, hostname }));
}

/** The entries of one listener that take a host. */
export function findSections(listener: string, hosts: readonly string[] | undefined, host: string): GatewaySection[] {
  return listSections(listener, hosts).filter(({ hostname }) => hostname === undefined || coversHost(hostname, host));
}

/**
 * A host as names of objects may have it. They cannot have `*`; labels with hyphens third and fourth are reserved (RFC 5890), so what
 * stands for it here is not a host's.
 */
export function nameHost(host: string): string {
  return host.replace(/^\*/, "wc--any");
}

/** What istiod calls the Deployment, the Service and the ServiceAccount that it makes for a Gateway of its class `istio`. */
export function nameGatewayService(gateway: string): string {
  return `${gateway}-istio`;
}
