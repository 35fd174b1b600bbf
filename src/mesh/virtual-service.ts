import type { ValuePath } from "../findings/place.js";
import { readExportTo } from "./host-names.js";
import { toMap, toMaps, toText } from "../text/read.js";
import type { MeshKnowledge, AnalyzedObject } from "./objects.js";

/** Where a route of a VirtualService sends requests, or copies of them. */
export interface Destination {
  path: ValuePath;
  /** The route that it is of. */
  route: Readonly<Record<string, any>>;
  /** Empty where it is missing, which another rule says. */
  host: string;
  /** Empty where none is named. */
  subset: string;
  /** Undefined where none is named. */
  port: unknown;
  /** Whether it gets nothing, because of several destinations it has no weight. */
  isIdle: boolean;
}

/** All destinations of a VirtualService: of routes and of mirrors. */
export function listDestinations({ manifest }: AnalyzedObject): Destination[] {
  const spec = toMap(manifest.spec);
  return ["http", "tls", "tcp"].flatMap((protocol) =>
    toMaps(spec[protocol]).flatMap((route, index) => {
      const path = ["spec", protocol, index];
      const lists = ["route", "mirrors"].flatMap((key) =>
        toMaps(route[key]).map((one, position, { length }) => ({
          ...readDestination(one.destination, [...path, key, position, "destination"], route),
          isIdle: key === "route" && length > 1 && !one.weight,
        })),
      );
      return route.mirror === undefined ? lists : [...lists, readDestination(route.mirror, [...path, "mirror"], route)];
    }),
  );
}

function readDestination(value: unknown, path: ValuePath, route: Record<string, any>): Destination {
  const { host, subset, port } = toMap(value);
  return { path, route, host: toText(host), subset: toText(subset), port: toMap(port).number, isIdle: false };
}

/**
 * The namespaces from where a VirtualService is used, as far as it names them: its own where it is exported to all.
 * Source: `GetDestinationHost` in istio pkg/config/analysis/analyzers/util.
 */
export function listUsers({ manifest, namespace }: AnalyzedObject, { config }: MeshKnowledge): readonly string[] {
  const exportTo = readExportTo(toMap(manifest.spec).exportTo, config.defaultVirtualServiceExportTo, namespace);
  return exportTo.has("*") || exportTo.has("~") || exportTo.size === 0 ? [namespace] : [...exportTo];
}

/** `namespace/name` of a gateway that a VirtualService names. Source: `resolveGatewayName` in istio pilot/pkg/model. */
export function resolveGateway(name: string, namespace: string): { namespace: string; name: string } {
  const [before = "", after] = name.split(/\/(.*)/s);
  if (after !== undefined) return { namespace: before === "." ? namespace : before, name: after };
  const [own = "", other] = name.split(".");
  return { namespace: other ?? namespace, name: own };
}
