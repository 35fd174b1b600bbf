import type { AnalyzedObject, MeshReader } from "../../mesh/objects.js";
import { findTargetPort, toPort } from "../../mesh/ports.js";
import { matchesServiceSelector } from "../../mesh/selectors.js";
import type { MeshWorkload } from "../../mesh/workloads.js";
import { toMap, toMaps } from "../../text/read.js";

/** The Services of a gateway's pods, as far as they say where these listen. */
export interface GatewayPorts {
  services: readonly AnalyzedObject[];
  /** The port of the pods behind a port of a Service; undefined where no Service has it, or goes by a name that no container has. */
  findTarget: (port: number) => number | undefined;
  /** The port of the pods for a port of a Gateway of Istio's API, which is of a Service, or else of the pods themselves. */
  resolve: (port: number) => number;
}

const untranslated = "experimental.istio.io/disable-gateway-port-translation";

/** Source: `resolvePorts` in istio pilot/pkg/model/gateway.go. */
export function readGatewayPorts({ list }: MeshReader, gateway: MeshWorkload): GatewayPorts {
  const services = list("Service").filter(
    ({ namespace, manifest }) =>
      namespace === gateway.namespace && matchesServiceSelector(toMap(toMap(manifest.spec).selector), gateway.labels),
  );
  const find = (port: number, of: readonly AnalyzedObject[]) => {
    const entries = of.flatMap(({ manifest }) => toMaps(toMap(manifest.spec).ports));
    const entry = entries.find((one) => toPort(one.port) === port);
    return entry && findTargetPort(entry, gateway.workload ?? { podSpec: {} });
  };
  const translated = services.filter(({ manifest }) => toMap(manifest.metadata.labels)[untranslated] === undefined);
  return {
    services,
    findTarget: (port) => find(port, services),
    resolve: (port) => find(port, translated) ?? port,
  };
}
