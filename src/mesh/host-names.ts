import { toTexts } from "../text/read.js";

/** What the host of every Service ends with. */
export const clusterSuffix = ".svc.cluster.local";

/** The host of a Service in the whole mesh: `reviews.shop.svc.cluster.local`. */
export function computeServiceHost(namespace: string, name: string): string {
  return `${name}.${namespace}${clusterSuffix}`;
}

/**
 * The name as Istio reads it: only one without a dot is short, so `reviews.shop` is a host of that very name.
 * Source: `ResolveShortnameToFQDN` in pilot/pkg/model.
 */
export function toFqdn(name: string, namespace: string): string {
  const isFull = name === "" || name.startsWith("*") || name.includes(".") || name.includes(":");
  return isFull ? name : computeServiceHost(namespace, name);
}

/** Name and namespace of a Service's full host; undefined for any other. */
export function parseServiceHost(host: string): { name: string; namespace: string } | undefined {
  const [name, namespace, ...rest] = host.split(".");
  if (name === undefined || namespace === undefined || `.${rest.join(".")}` !== clusterSuffix) return undefined;
  return { name, namespace };
}

/** Whether a pattern, which may begin with `*`, stands for all that a host stands for. Source: `Name.SubsetOf` in istio pkg/config/host. */
export function coversHost(pattern: string, host: string): boolean {
  return pattern.startsWith("*") ? host.endsWith(pattern.slice(1)) : pattern === host;
}

/** Whether there is a name that both stand for; either may begin with `*`. Source: `Name.Matches` in istio pkg/config/host. */
export function shareHosts(one: string, other: string): boolean {
  return coversHost(one, other) || coversHost(other, one);
}

const host = /^(\*\.)?[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)+$/;

/** Whether it is a host name in lower case, or such a pattern with `*.` in front. */
export function isHost(text: string): boolean {
  return host.test(text);
}

/**
 * The namespaces that an object is exported to: those it names, else the mesh's default; `.` is its own.
 * Source: `exportTo` in Istio's API, `initDefaultExportMaps` in pilot/pkg/model/push_context.go.
 */
export function readExportTo(exportTo: unknown, byDefault: unknown, namespace: string): ReadonlySet<string> {
  const own = toTexts(exportTo);
  const chosen = own.length > 0 ? own : Array.isArray(byDefault) ? toTexts(byDefault) : ["*"];
  return new Set(chosen.map((one) => (one === "." ? namespace : one)));
}

/** Whether an object exported so is seen from a namespace; `~` is seen from none. */
export function isVisible(exportTo: ReadonlySet<string>, namespace: string): boolean {
  return exportTo.has("*") || (!exportTo.has("~") && exportTo.has(namespace));
}
