import { kubernetesRoutes } from "./gateway-reach.js";
import { createHosts } from "../mesh/hosts.js";
import { toMap, toMaps, toText, toTexts } from "../text/read.js";
import type { AnalyzedObject, MeshReader } from "../mesh/objects.js";
import { listDestinations, listUsers, resolveGateway } from "../mesh/virtual-service.js";

/** Services that requests come to through a gateway, each with the first that leads there: `Gateway public.istio-system`. */
export function listGatewayTargets(context: MeshReader): ReadonlyMap<AnalyzedObject, string> {
  const targets = new Map<AnalyzedObject, string>();
  const add = (service: AnalyzedObject | undefined, gateway: string) => {
    if (service !== undefined && !targets.has(service)) targets.set(service, gateway);
  };
  const hosts = context.ask(createHosts);
  for (const object of context.list("networking.istio.io/VirtualService")) {
    const [gateway] = toTexts(toMap(object.manifest.spec).gateways).filter((name) => name !== "mesh");
    if (gateway === undefined) continue;
    const { namespace, name } = resolveGateway(gateway, object.namespace);
    for (const { host } of listDestinations(object)) {
      const [found] = hosts.find(host, object.namespace, [...listUsers(object, context.mesh), namespace]);
      if (found?.object.manifest.kind === "Service") add(found.object, `Gateway ${name}.${namespace}`);
    }
  }
  for (const object of kubernetesRoutes.flatMap((kind) => context.list(kind))) {
    const gateway = findParent(context, object);
    if (gateway === undefined) continue;
    for (const { name, namespace } of listBackends(object)) {
      add(context.find("Service", namespace ?? object.namespace, name), gateway);
    }
  }
  return targets;
}

/** The gateway that a route is at; a waypoint is none. */
function findParent({ find }: MeshReader, { manifest, namespace }: AnalyzedObject): string | undefined {
  for (const { kind = "Gateway", name, namespace: own = namespace } of toMaps(toMap(manifest.spec).parentRefs)) {
    const gateway =
      kind === "Gateway" ? find("gateway.networking.k8s.io/Gateway", toText(own), toText(name)) : undefined;
    const { gatewayClassName } = toMap(gateway?.manifest.spec);
    if (gateway !== undefined && gatewayClassName !== "istio-waypoint") return `Gateway ${toText(name)}.${toText(own)}`;
  }
  return undefined;
}

function listBackends({ manifest }: AnalyzedObject): { name: string; namespace: string | undefined }[] {
  return toMaps(toMap(manifest.spec).rules)
    .flatMap(({ backendRefs }) => toMaps(backendRefs))
    .filter(({ kind = "Service" }) => kind === "Service")
    .map(({ name, namespace }) => ({ name: toText(name), namespace: toText(namespace) || undefined }));
}
