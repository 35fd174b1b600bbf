import { findSections } from "../../mesh/gateway/gateway-sections.js";
import type { Manifest } from "../../kubernetes/manifest.js";
import { toMap, toMaps, toText, toTexts } from "../../text/read.js";
import type { Exposed } from "./exposures.js";
import type { Family, NamedListener } from "./listeners.js";

const kindsOf: Readonly<Record<Family, readonly string[]>> = {
  HTTP: ["HTTPRoute", "GRPCRoute"],
  TLS: ["TLSRoute"],
  TCP: ["TCPRoute"],
};

/** Whether an object is a route of the Gateway API. */
export function isRoute({ apiVersion, kind }: Manifest): boolean {
  return apiVersion.startsWith("gateway.networking.k8s.io/") && kind.endsWith("Route");
}

/**
 * Whether an object is a route of the Gateway API that is attached to a listener of a gateway and is for what a document exposes there: for
 * the same path of the host, for the same host of TLS, or for the port. Of two such routes the older one counts.
 */
export function isAttachedRoute(manifest: Manifest, exposed: Exposed, listener: NamedListener): boolean {
  const { kind, metadata, spec } = manifest;
  const { gateway, family, host, path } = exposed;
  if (gateway.api !== "gateway-api" || !isRoute(manifest) || !kindsOf[family].includes(kind)) return false;
  const { parentRefs, hostnames, rules } = toMap(spec);
  const isAttached = toMaps(parentRefs).some(
    ({ name, namespace, sectionName }) =>
      name === gateway.name &&
      (toText(namespace) || (metadata.namespace ?? "default")) === gateway.namespace &&
      takesSection(sectionName, exposed, listener),
  );
  if (!isAttached || family === "TCP") return isAttached;
  // Without a host of its own a route has those of the listener.
  const hosts = toTexts(hostnames);
  const isSameHost = (hosts.length === 0 ? (listener.hosts ?? []) : hosts).includes(host);
  return isSameHost && (family === "TLS" || hasPath(rules, path));
}

function takesSection(wanted: unknown, { host, family }: Exposed, { name, hosts }: NamedListener): boolean {
  const sections = findSections(name, family === "TCP" ? undefined : hosts, host);
  return wanted === undefined || sections.some((one) => one.name === wanted);
}

/** Whether a rule is for all that is below the path, as a rule without a match is for all below `/`. */
function hasPath(rules: unknown, path: string): boolean {
  const matches = orEmpty(toMaps(rules)).flatMap((rule) => orEmpty(toMaps(rule.matches)));
  return matches.some((match) => {
    const { type = "PathPrefix", value = "/" } = toMap(match.path);
    return type === "PathPrefix" && (value === path || value === `${path}/`);
  });
}

function orEmpty(maps: readonly Record<string, any>[]): readonly Record<string, any>[] {
  return maps.length === 0 ? [{}] : maps;
}
