import { computeServiceHost, toFqdn } from "../mesh/host-names.js";
import { toMap, toMaps, toText } from "../text/read.js";
import { createRouteCallers } from "../mesh/route-callers.js";
import type { AnalyzedObject, MeshReader, ObjectKind } from "../mesh/objects.js";
import { toPort } from "../mesh/ports.js";
import { listDestinations } from "../mesh/virtual-service.js";

/** The routes of the Gateway API that lead to Services, but for UDP. */
export const kubernetesRoutes = [
  "gateway.networking.k8s.io/GRPCRoute",
  "gateway.networking.k8s.io/HTTPRoute",
  "gateway.networking.k8s.io/TCPRoute",
  "gateway.networking.k8s.io/TLSRoute",
] as const satisfies readonly ObjectKind[];

/** Asks whether a route at a gateway leads to a host; to one of its ports where one is given. */
export function createGatewayReach(context: MeshReader): (host: string, port?: number) => boolean {
  const callers = context.ask(createRouteCallers);
  const reached = new Map<string, Set<number | undefined>>();
  const add = (host: string, port: unknown) => {
    reached.set(host, (reached.get(host) ?? new Set()).add(toPort(port)));
  };
  for (const object of context.list("networking.istio.io/VirtualService")) {
    for (const { host, port, route } of listDestinations(object)) {
      const isAtGateway = callers.list(object, route).some(({ gateway }) => gateway !== undefined);
      if (isAtGateway) add(toFqdn(host, object.namespace), port);
    }
  }
  for (const object of kubernetesRoutes.flatMap((kind) => context.list(kind))) addBackends(object, add);
  return (host, port) => {
    const ports = reached.get(host);
    return ports !== undefined && (port === undefined || ports.has(undefined) || ports.has(port));
  };
}

/** Of a route of the Gateway API, where one of its parents is a gateway. */
function addBackends({ manifest, namespace: own }: AnalyzedObject, add: (host: string, port: unknown) => void): void {
  const { parentRefs, rules } = toMap(manifest.spec);
  if (toMaps(parentRefs).every(({ kind }) => kind === "Service" || kind === "ServiceEntry")) return;
  for (const { kind, name, namespace, port } of toMaps(rules).flatMap(({ backendRefs }) => toMaps(backendRefs))) {
    const service = computeServiceHost(toText(namespace) || own, toText(name));
    add(kind === "Hostname" ? toText(name) : service, port);
  }
}
