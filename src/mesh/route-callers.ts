import { isVisible, readExportTo } from "./host-names.js";
import { toMap, toMaps, toText, toTexts } from "../text/read.js";
import { type AnalyzedObject, type MeshReader } from "./objects.js";
import { createGatewaySelection, file } from "./selection.js";
import { listUsers, resolveGateway } from "./virtual-service.js";

/** Proxies that send requests by a route: those of a gateway, or those of the mesh. */
export interface RouteCallers {
  /** `namespace/name` of the gateway; undefined for the mesh. */
  gateway?: string;
  /** Where these proxies are, as far as it is known; never empty. */
  namespaces: readonly string[];
}

/** The callers of routes, ready to be asked for. */
export interface RouteCallerIndex {
  /** Namespaces of the pods that serve a Gateway; undefined where neither it nor they are known. */
  listGatewayNamespaces: (gateway: string) => readonly string[] | undefined;
  /** Who uses a route of a VirtualService; of a delegate those who use the routes that lead to it. */
  list: (object: AnalyzedObject, route: Readonly<Record<string, any>>) => readonly RouteCallers[];
}

/** A route that leads to a delegate. */
interface Root {
  object: AnalyzedObject;
  route: Record<string, any>;
}

/** Indexes the callers. */
export function createRouteCallers(context: MeshReader): RouteCallerIndex {
  const listGatewayNamespaces = createGatewayNamespaces(context);
  const roots = indexRoots(context);
  const listOwn = ({ object, route }: Root) => {
    const { namespace } = object;
    return listRouteGateways(object, route).flatMap((name): RouteCallers[] => {
      if (name === "mesh") return [{ namespaces: listMeshUsers(object, route, context) }];
      const gateway = formatGateway(name, namespace);
      const namespaces = listGatewayNamespaces(gateway)?.filter((pods) => isSeen(object, pods, context)) ?? [];
      return namespaces.length === 0 ? [] : [{ gateway, namespaces }];
    });
  };
  return {
    listGatewayNamespaces,
    list: (object, route) => {
      const leading = isDelegate(object)
        ? roots.get(`${object.namespace}/${object.manifest.metadata.name}`)
        : undefined;
      return (leading ?? [{ object, route }]).flatMap(listOwn);
    },
  };
}

/** Whether a VirtualService has no hosts, so that it counts only where others delegate to it. */
export function isDelegate({ manifest }: AnalyzedObject): boolean {
  return toTexts(toMap(manifest.spec).hosts).length === 0;
}

/** `namespace/name` of the gateway that a VirtualService names. */
export function formatGateway(name: string, namespace: string): string {
  const resolved = resolveGateway(name, namespace);
  return `${resolved.namespace}/${resolved.name}`;
}

/** Whether proxies of a namespace see a VirtualService. */
export function isSeen({ manifest, namespace }: AnalyzedObject, from: string, { mesh }: MeshReader): boolean {
  const byDefault: unknown = mesh.config.defaultVirtualServiceExportTo;
  return isVisible(readExportTo(toMap(manifest.spec).exportTo, byDefault, namespace), from);
}

/** The gateways that a route is for: those of its matches, where each names some, else those of its VirtualService. */
export function listRouteGateways({ manifest }: AnalyzedObject, { match }: Readonly<Record<string, any>>): string[] {
  const all = toTexts(toMap(manifest.spec).gateways);
  const given = all.length === 0 ? ["mesh"] : all;
  const named = toMaps(match).map(({ gateways }) => toTexts(gateways));
  if (named.length === 0 || named.some((names) => names.length === 0)) return [...given];
  return given.filter((name) => named.flat().includes(name));
}

function createGatewayNamespaces(context: MeshReader): RouteCallerIndex["listGatewayNamespaces"] {
  const select = context.ask(createGatewaySelection);
  const known = new Map<string, readonly string[]>();
  for (const { manifest, namespace } of context.list("networking.istio.io/Gateway")) {
    const selector = toMap(manifest.spec?.selector);
    // Without a selector it is for the pods of every gateway, whichever these are.
    if (Object.keys(selector).length === 0) continue;
    const namespaces = [...new Set(select(selector).map((pods) => pods.namespace))].sort();
    if (namespaces.length > 0) known.set(`${namespace}/${manifest.metadata.name}`, namespaces);
  }
  return (gateway) => known.get(gateway);
}

/** Where a route is for callers of some namespaces alone, these are its users. */
function listMeshUsers(
  object: AnalyzedObject,
  { match }: Readonly<Record<string, any>>,
  { mesh }: MeshReader,
): readonly string[] {
  const from = toMaps(match).map(({ sourceNamespace }) => toText(sourceNamespace));
  if (from.length > 0 && from.every((namespace) => namespace !== "")) return [...new Set(from)];
  return listUsers(object, mesh);
}

function indexRoots({ list }: MeshReader): ReadonlyMap<string, readonly Root[]> {
  const roots = new Map<string, Root[]>();
  for (const object of list("networking.istio.io/VirtualService")) {
    for (const route of toMaps(toMap(object.manifest.spec).http)) {
      const { name, namespace } = toMap(route.delegate);
      if (toText(name) !== "")
        file(roots, `${toText(namespace) || object.namespace}/${toText(name)}`, { object, route });
    }
  }
  return roots;
}
