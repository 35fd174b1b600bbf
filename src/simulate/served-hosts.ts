import { formatClosest } from "../text/closest.js";
import { clusterSuffix, coversHost, parseServiceHost } from "../mesh/host-names.js";
import { createHosts } from "../mesh/hosts.js";
import { listServers } from "../mesh/gateway/gateway-servers.js";
import { listNamespaces } from "../mesh/namespaces.js";
import type { AnalyzedObject, MeshReader } from "../mesh/objects.js";
import { matchesPolicySelector } from "../mesh/selectors.js";
import type { MeshWorkload } from "../mesh/workloads.js";
import { toMap, toMaps, toText, toTexts } from "../text/read.js";

/** Where a host is looked up: by a pod of a namespace, or by a client outside. */
export type CallerPlace = { namespace: string } | "outside";

/** What is wrong with a host that nobody serves; undefined where somebody does, or where it is outside of the mesh. */
export function findUnservedHost(mesh: MeshReader, place: CallerPlace, host: string): string | undefined {
  return place === "outside" ? findUnexposed(mesh, host) : findMissing(mesh, host, place.namespace);
}

/** A name of the cluster that no Service has; others may be of hosts outside. Source: https://kubernetes.io/docs/concepts/services-networking/dns-pod-service/ */
function findMissing(mesh: MeshReader, host: string, namespace: string): string | undefined {
  const full = expandHost(mesh, host, namespace);
  const hosts = mesh.ask(createHosts);
  if (full === undefined || hosts.find(host, namespace).length > 0) return undefined;
  const service = parseServiceHost(full);
  if (service === undefined || mesh.find("Service", service.namespace, service.name) !== undefined) return undefined;
  const known = mesh.list("Service").filter((object) => object.namespace === service.namespace);
  const names = known.map(({ manifest }) => manifest.metadata.name);
  const are = names.length === 0 ? "no Services" : `Service${names.length === 1 ? "" : "s"} ${names.join(", ")}`;
  return `to has the host "${host}", and Namespace ${service.namespace} has no Service ${service.name}${formatClosest(service.name, names)}; it has ${are}`;
}

/** The full name of what Kubernetes' DNS looks up in the cluster; undefined for names of elsewhere. */
function expandHost(mesh: MeshReader, host: string, namespace: string): string | undefined {
  const labels = host.split(".");
  if (labels.length === 1) return `${host}.${namespace}${clusterSuffix}`;
  if (host.endsWith(clusterSuffix)) return host;
  if (labels.length === 3 && labels[2] === "svc") return `${host}.cluster.local`;
  const isOfNamespace = mesh.ask(listNamespaces)?.has(labels[1] ?? "") === true;
  return labels.length === 2 && isOfNamespace ? `${host}${clusterSuffix}` : undefined;
}

/** A host that no route and no server of a gateway has. */
function findUnexposed(mesh: MeshReader, host: string): string | undefined {
  const hosts = [...new Set(listExposed(mesh))];
  if (hosts.some((one) => coversHost(one, host))) return undefined;
  const served = hosts.length === 0 ? "no gateway serves any host" : `the gateways serve ${hosts.join(", ")}`;
  return `to has the host "${host}", which no gateway serves${formatClosest(host, hosts)}; ${served}`;
}

/** Whether pods of a gateway listen for a host, whatever their routes make of it. */
export function listensFor({ list }: MeshReader, { object, labels }: MeshWorkload, host: string): boolean {
  const ofApi = object.manifest.kind === "Gateway" ? listListenerHosts(object) : [];
  const ofIstio = list("networking.istio.io/Gateway")
    .filter(({ manifest }) => matchesPolicySelector(toMap(toMap(manifest.spec).selector), labels))
    .flatMap((gateway) => listServers(gateway).flatMap(({ hosts }) => hosts));
  return [...ofApi, ...ofIstio].some((one) => coversHost(one, host));
}

function listListenerHosts({ manifest }: AnalyzedObject): string[] {
  return toMaps(toMap(manifest.spec).listeners).map(({ hostname }) => toText(hostname) || "*");
}

function listExposed({ list }: MeshReader): string[] {
  const ofServers = list("networking.istio.io/Gateway").flatMap((object) =>
    listServers(object).flatMap(({ hosts }) => hosts),
  );
  const ofListeners = [
    ...list("gateway.networking.k8s.io/Gateway"),
    ...list("gateway.networking.k8s.io/ListenerSet"),
  ].flatMap(listListenerHosts);
  const all = [...ofServers, ...ofListeners];
  // A server for all hosts leaves the choice to its routes.
  if (!all.includes("*")) return all;
  const ofServices = list("networking.istio.io/VirtualService").flatMap(({ manifest }) => {
    const { gateways, hosts } = toMap(manifest.spec);
    return toTexts(gateways).some((name) => name !== "mesh") ? toTexts(hosts) : [];
  });
  const routes = (["HTTPRoute", "GRPCRoute", "TLSRoute"] as const).flatMap((kind) =>
    list(`gateway.networking.k8s.io/${kind}`),
  );
  const ofRoutes = routes.flatMap(({ manifest }) => {
    const hostnames = toTexts(toMap(manifest.spec).hostnames);
    return hostnames.length === 0 ? ["*"] : hostnames;
  });
  return [...all.filter((one) => one !== "*"), ...ofServices, ...ofRoutes];
}
