import { matchesPolicySelector } from "../../mesh/selectors.js";
import type { Manifest } from "../../kubernetes/manifest.js";
import type { HttpRoute } from "../../policy/kind.js";
import type { Service } from "../../policy/service/service.js";
import { toMap, toMaps } from "../../text/read.js";
import type { Edge } from "../contract.js";
import type { ChangedObject } from "../documents/object-changes.js";

/** What there is to be reached: services, the mesh's namespace, and who calls whom before and after. */
export interface ReachedMesh {
  services: Iterable<Service>;
  rootNamespace: string;
  edges: readonly Edge[];
}

/** Whom a change of objects reaches. */
export interface Reach {
  /** Services and gateways whose declared calls and exposures meet one of the objects. */
  callers: string[];
  /** `namespace/host: route` */
  routes: string[];
}

/** Whom changed objects reach, by what is declared: calls that nobody declares are not known. */
export function computeReach(changes: readonly ChangedObject[], mesh: ReachedMesh): Reach {
  const objects = changes.flatMap(({ before, after }) => [before, after].filter((one) => one !== undefined));
  const services = [...mesh.services];
  const callers = objects.flatMap((object) => findCallers(object, services, mesh));
  return {
    callers: [...new Set(callers)].sort(),
    routes: [...new Set(changes.flatMap(findChangedRoutes))].sort(),
  };
}

function findCallers(object: Manifest, services: readonly Service[], mesh: ReachedMesh): string[] {
  const meets = new Set<string>();
  const hosts = listHosts(object);
  for (const edge of mesh.edges) {
    if (edge.kind === "expose" && edge.label?.split(", ").some((host) => hosts.includes(host))) meets.add(edge.from);
    if (edge.kind === "egress" && hosts.includes(edge.to)) meets.add(edge.from);
  }
  const touched = services.filter((service) => isTouched(object, service, { hosts, root: mesh.rootNamespace }));
  const ids = new Set(touched.map(identifyService));
  // What a Sidecar says is for the pods' own calls.
  if (object.kind === "Sidecar") return [...meets, ...ids];
  for (const { kind, from, to } of mesh.edges) if (kind !== "egress" && ids.has(to)) meets.add(from);
  return [...meets];
}

function isTouched(object: Manifest, service: Service, known: { hosts: readonly string[]; root: string }): boolean {
  const { kind, metadata } = object;
  if (kind === "Service") return metadata.namespace === service.namespace && metadata.name === service.name;
  if (known.hosts.length > 0) return known.hosts.includes(service.host);
  const isEverywhere = metadata.namespace === known.root;
  if (!isEverywhere && metadata.namespace !== service.namespace) return false;
  return matchesPolicySelector(readSelector(object), service.selector ?? {});
}

/** Hosts that an object is about, with their whole names; none of one that chooses pods. */
function listHosts({ kind, spec }: Manifest): string[] {
  const { hosts, host } = toMap(spec);
  if (kind === "DestinationRule") return [String(host)];
  return (kind === "VirtualService" || kind === "ServiceEntry") && Array.isArray(hosts) ? hosts.map(String) : [];
}

/** Labels of the pods that an object is for; none where it is for all. */
function readSelector({ spec }: Manifest): Record<string, unknown> {
  const { selector, workloadSelector } = toMap(spec);
  const { matchLabels, labels } = { ...toMap(selector), ...toMap(workloadSelector) };
  return { ...toMap(matchLabels), ...toMap(labels) };
}

/** Names of a VirtualService's routes that are not as they were, with each of its hosts. */
function findChangedRoutes({ before, after }: ChangedObject): string[] {
  const either = after ?? before;
  if (either?.kind !== "VirtualService") return [];
  const old = indexRoutes(before);
  const made = indexRoutes(after);
  const names = [...new Set([...old.keys(), ...made.keys()])].filter((name) => old.get(name) !== made.get(name));
  const hosts = [...new Set([before, after].flatMap((one) => (one === undefined ? [] : listHosts(one))))];
  const { namespace = "", name: own } = either.metadata;
  // A delegate has no hosts: its name says what it is.
  return (hosts.length === 0 ? [own] : hosts).flatMap((host) => names.map((name) => `${namespace}/${host}: ${name}`));
}

/** Each route as JSON, by its name; one without by its number. */
function indexRoutes(manifest: Manifest | undefined): Map<string, string> {
  const { http, tcp, tls } = toMap(manifest?.spec);
  const routes = [...toMaps(http), ...toMaps(tcp), ...toMaps(tls)] as HttpRoute[];
  return new Map(routes.map((route, index) => [route.name ?? `route ${index + 1}`, JSON.stringify(route)]));
}

function identifyService({ namespace, name }: Service): string {
  return `${namespace}/${name}`;
}
