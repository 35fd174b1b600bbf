import { isVisible, readExportTo, toFqdn } from "../../mesh/host-names.js";
import type { AnalyzedObject, MeshReader } from "../../mesh/objects.js";
import { formatGateway, isDelegate, isSeen } from "../../mesh/route-callers.js";
import { toMap, toMaps, toText, toTexts } from "../../text/read.js";
import { mergeDelegate } from "./delegate-rules.js";
import type { HttpRule, Source } from "./http-rule.js";
import { compareAge } from "./object-age.js";

/** What istiod knows as one VirtualService: one of Istio's API with its delegates, or what it makes of routes of the Gateway API. */
export interface RouteSet {
  /** The object that says it; the oldest, where it is made of several. */
  object: AnalyzedObject;
  /** Of the proxies that see it. */
  visibleIn: ReadonlySet<string>;
  /** Full names, in lower case; may begin with `*`. */
  hosts: readonly string[];
  /** `mesh`, or `namespace/name`. */
  gateways: readonly string[];
  http: readonly HttpRule[];
  isGatewayApi: boolean;
}

/** All VirtualServices of Istio's API that have hosts, the oldest first, with the rules of their delegates. */
export function createVirtualServices(reader: MeshReader): readonly RouteSet[] {
  return reader
    .list("networking.istio.io/VirtualService")
    .filter((object) => !isDelegate(object))
    .toSorted(compareAge)
    .map((object) => createRouteSet(object, reader));
}

function createRouteSet(object: AnalyzedObject, reader: MeshReader): RouteSet {
  const { hosts, gateways, exportTo } = toMap(object.manifest.spec);
  const named = toTexts(gateways);
  return {
    object,
    visibleIn: readExportTo(exportTo, reader.mesh.config.defaultVirtualServiceExportTo, object.namespace),
    hosts: toTexts(hosts).map((host) => toFqdn(host.toLowerCase(), object.namespace)),
    gateways: (named.length === 0 ? ["mesh"] : named).map((name) => resolveName(name, object)),
    http: compileRules(object).flatMap((rule) => followDelegate(rule, reader)),
    isGatewayApi: false,
  };
}

/** Source: `mergeVirtualServices` in istio pilot/pkg/model/virtualservice_controller.go: a delegate that is not seen leaves its rule out. */
function followDelegate(rule: HttpRule, reader: MeshReader): HttpRule[] {
  const { delegate } = rule.value;
  if (delegate === undefined || delegate === null) return [rule];
  const { object } = rule.source;
  const { name, namespace } = toMap(delegate);
  const found = reader.find("networking.istio.io/VirtualService", toText(namespace) || object.namespace, toText(name));
  if (found === undefined || !isDelegate(found) || !isSeen(found, object.namespace, reader)) return [];
  return mergeDelegate(rule, compileRules(found));
}

function compileRules(object: AnalyzedObject): HttpRule[] {
  return toMaps(toMap(object.manifest.spec).http).map((value, index) => {
    const source: Source = { object, path: ["spec", "http", index] };
    const at = (field: string, position: number): Source => ({ object, path: [...source.path, field, position] });
    return {
      value: resolveDestinations(value, object.namespace),
      matches: toMaps(value.match).map((match, position) => ({
        value: { ...match, gateways: toTexts(match.gateways).map((name) => resolveName(name, object)) },
        source: at("match", position),
      })),
      source,
      find: (field) => ({ object, path: [...source.path, field] }),
      isGatewayApi: false,
    };
  });
}

/** Source: `ResolveVirtualServiceShortnames` in istio pilot/pkg/model/virtualservice.go. */
function resolveDestinations(value: Record<string, any>, namespace: string): Record<string, any> {
  const resolve = (destination: unknown) => {
    const given = toMap(destination);
    return { ...given, host: toFqdn(toText(given.host), namespace) };
  };
  const resolveEach = (list: unknown) => toMaps(list).map((one) => ({ ...one, destination: resolve(one.destination) }));
  return {
    ...value,
    ...(value.route === undefined ? {} : { route: resolveEach(value.route) }),
    ...(value.mirrors === undefined ? {} : { mirrors: resolveEach(value.mirrors) }),
    ...(value.mirror === undefined || value.mirror === null ? {} : { mirror: resolve(value.mirror) }),
  };
}

function resolveName(name: string, { namespace }: AnalyzedObject): string {
  return name === "mesh" ? name : formatGateway(name, namespace);
}

/**
 * How near a route set is to proxies of a namespace: 0 for one of their own that no other sees, 1 for one that names their namespace, 2 for
 * one that all see; undefined where they do not see it. The nearer goes first.
 * Source: `initVirtualServices` and `VirtualServicesForGateway` in istio pilot/pkg/model/push_context.go.
 */
export function findNearness({ object, visibleIn }: RouteSet, namespace: string): 0 | 1 | 2 | undefined {
  if (visibleIn.has("*")) return 2;
  if (!isVisible(visibleIn, namespace)) return undefined;
  return object.namespace === namespace ? 0 : 1;
}
