import { gatewayNamings, nameGatewayAccount } from "../mesh/gateway/gateway-namings.js";
import type { Manifest } from "../kubernetes/manifest.js";
import { toMap, toMaps, toText } from "../text/read.js";
import { gatewayNameLabel } from "../mesh/workloads.js";
import type { AnalyzedObject } from "../mesh/objects.js";
import { toPort } from "../mesh/ports.js";

const healthPort = { name: "status-port", port: 15021, appProtocol: "tcp" };

/**
 * The Services and ServiceAccounts that istiod makes for the Gateways of the Gateway API among objects: others name them, and nobody
 * declares them. Source: `kube-gateway.yaml` and `waypoint.yaml` of Istio's chart.
 */
export function listGatewayObjects(objects: readonly AnalyzedObject[]): Manifest[] {
  return objects.flatMap(({ manifest, namespace }) => {
    const { apiVersion, kind, metadata, spec } = manifest;
    const isGateway = kind === "Gateway" && apiVersion.startsWith("gateway.networking.k8s.io/");
    return isGateway ? listMade(metadata, namespace, toMap(spec)) : [];
  });
}

/**
 * The type of the Service that istiod makes for a Gateway of the Gateway API; undefined where it makes none, or a ConfigMap may change it.
 * Source: `DefaultServiceType` of istio pilot/pkg/config/kube/gatewaycommon.
 */
export function readMadeServiceType({ apiVersion, metadata, spec }: Manifest): string | undefined {
  const { gatewayClassName, infrastructure, addresses } = toMap(spec);
  const name = toText(gatewayClassName);
  const isMade = apiVersion.startsWith("gateway.networking.k8s.io/") && Object.hasOwn(gatewayNamings, name);
  if (!isMade || toMap(infrastructure).parametersRef !== undefined || toMaps(addresses).length > 0) return undefined;
  const type = toText(toMap(metadata.annotations)["networking.istio.io/service-type"]);
  return type || (name === "istio-waypoint" ? "ClusterIP" : "LoadBalancer");
}

function listMade(
  { name, annotations }: Manifest["metadata"],
  namespace: string,
  spec: Record<string, any>,
): Manifest[] {
  const nameMade = gatewayNamings[toText(spec.gatewayClassName)];
  // One with the name of a host as its address uses a Service that is there.
  const isElsewhere = toMaps(spec.addresses).some(({ type }) => type === "Hostname");
  if (nameMade === undefined || isElsewhere) return [];
  const given = toMap(annotations);
  const service = toText(given["gateway.istio.io/name-override"]) || nameMade(name);
  const account = nameGatewayAccount(name, given, spec) ?? nameMade(name);
  const ports = toMaps(spec.listeners).flatMap((listener) => {
    const port = toPort(listener.port);
    return port === undefined ? [] : [{ name: listener.name as unknown, port, appProtocol: readProtocol(listener) }];
  });
  return [
    {
      apiVersion: "v1",
      kind: "Service",
      metadata: { name: service, namespace },
      spec: { selector: { [gatewayNameLabel]: name }, ports: [healthPort, ...ports] },
    },
    { apiVersion: "v1", kind: "ServiceAccount", metadata: { name: account, namespace } },
  ];
}

function readProtocol({ protocol }: Record<string, unknown>): string {
  return toText(protocol).toLowerCase();
}
