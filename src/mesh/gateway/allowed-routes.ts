import { toMap, toMaps, toText } from "../../text/read.js";
import type { MeshReader } from "../objects.js";
import { matchesLabelSelector } from "../selectors.js";
import { gatewayGroup } from "./gateway-group.js";

/** The label that every namespace has. */
const nameLabel = "kubernetes.io/metadata.name";

/**
 * Whether objects of a namespace are let in by `namespaces` of a listener or of a Gateway's listeners. The labels of a namespace that nobody
 * declares are not known, so all count as there but its name. Reads `Namespace`.
 */
export function takesNamespace(
  { find }: MeshReader,
  { from, selector }: Record<string, any>,
  { own, other }: { own: string; other: string },
): boolean {
  if (from !== "Selector") return from === "All" || (from === "Same" && own === other);
  const namespace = find("Namespace", "", other);
  if (namespace !== undefined && !namespace.isAssumed) {
    return matchesLabelSelector(selector, { ...toMap(namespace.manifest.metadata.labels), [nameLabel]: other });
  }
  const { matchLabels, matchExpressions } = toMap(selector);
  const named = toMap(matchLabels)[nameLabel] as unknown;
  return matchesLabelSelector(
    {
      matchLabels: named === undefined ? {} : { [nameLabel]: named },
      matchExpressions: toMaps(matchExpressions).filter(({ key }) => key === nameLabel),
    },
    { [nameLabel]: other },
  );
}

/** The kinds of routes by the protocol of their listener. Source: `GenerateGatewaySupportedKinds` in istio pilot/pkg/config/kube/gatewaycommon. */
const kindsOf: Readonly<Record<string, readonly string[]>> = {
  HTTP: ["HTTPRoute", "GRPCRoute"],
  HTTPS: ["HTTPRoute", "GRPCRoute"],
  TCP: ["TCPRoute"],
  TLS: ["TLSRoute"],
  UDP: ["UDPRoute"],
};

/** The kinds of routes that a listener takes; undefined of a protocol that others define. */
export function listAllowedKinds({ protocol, tls, allowedRoutes }: Record<string, any>): readonly string[] | undefined {
  const byProtocol = kindsOf[toText(protocol)];
  if (byProtocol === undefined) return undefined;
  // Terminate is the default that the API server writes.
  const isTerminated = protocol === "TLS" && tls !== undefined && toMap(tls).mode !== "Passthrough";
  const all = isTerminated ? [...byProtocol, "TCPRoute"] : byProtocol;
  const chosen = toMaps(toMap(allowedRoutes).kinds);
  if (chosen.length === 0) return all;
  return all.filter((one) => chosen.some(({ group = gatewayGroup, kind }) => group === gatewayGroup && kind === one));
}
