import { coversHost, readExportTo } from "../../../mesh/host-names.js";
import type { AnalyzedObject, MeshReader } from "../../../mesh/objects.js";
import { toMap, toMaps, toTexts } from "../../../text/read.js";
import type { ConnectionEntry } from "../http-rule.js";
import type { RouteSet } from "../route-sets.js";
import { listAttachments, type Attachment } from "./attachments.js";
import { listBackends, readWeight } from "./backends.js";

/**
 * What istiod makes of TLSRoutes and TCPRoutes: for each parent and host one set.
 * Source: `TLSRouteCollection` and `TCPRouteCollection` in istio pilot/pkg/config/kube/gateway/route_collections.go.
 */
export function createConnectionRoutes(reader: MeshReader): readonly RouteSet[] {
  const { list, mesh } = reader;
  const all = [...list("gateway.networking.k8s.io/TLSRoute"), ...list("gateway.networking.k8s.io/TCPRoute")];
  return all.flatMap((object) =>
    listAttachments(reader, object).map((attachment) => ({
      object,
      visibleIn: readExportTo([], mesh.config.defaultVirtualServiceExportTo, object.namespace),
      hosts: [attachment.host],
      gateways: [attachment.gateway],
      http: [],
      connections: convertConnections(reader, object, attachment),
      isGatewayApi: true,
    })),
  );
}

function convertConnections(reader: MeshReader, route: AnalyzedObject, attachment: Attachment): ConnectionEntry[] {
  const isTls = route.manifest.kind === "TLSRoute";
  const isAtMesh = attachment.gateway === "mesh";
  const names = isTls ? limitNames(toTexts(toMap(route.manifest.spec).hostnames), attachment.listenerHost) : [];
  const match = { sniHosts: names, ...(attachment.port === undefined ? {} : { port: attachment.port }) };
  return toMaps(toMap(route.manifest.spec).rules).flatMap((rule, index): ConnectionEntry[] => {
    const backends = listBackends({ reader, route, needsGrant: !isAtMesh }, rule.backendRefs);
    const weights = toMaps(rule.backendRefs).reduce((sum, reference) => sum + readWeight(reference), 0);
    if (backends === undefined || (isTls && names.length === 0)) return [];
    // istiod names a service then that does not exist.
    const none = [{ destination: { host: "internal.cluster.local" } }];
    const source = { object: route, path: ["spec", "rules", index] };
    return [
      {
        kind: isTls ? "tls" : "tcp",
        value: { route: weights === 0 ? none : backends, match: isTls || attachment.port !== undefined ? [match] : [] },
        source,
        destinations: { ...source, path: [...source.path, "backendRefs"] },
      },
    ];
  });
}

/** What a route's names and its listener's have in common. Source: `constrainTLSRoutesToListenerHost` in conversion.go of the same folder. */
function limitNames(given: readonly string[], listenerHost: string): string[] {
  const names = given.length === 0 ? ["*"] : given.map((name) => name.toLowerCase());
  if (listenerHost === "") return names;
  return names.flatMap((name) =>
    coversHost(listenerHost, name) ? [name] : coversHost(name, listenerHost) ? [listenerHost] : [],
  );
}
