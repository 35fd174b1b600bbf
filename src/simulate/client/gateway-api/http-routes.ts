import { readExportTo } from "../../../mesh/host-names.js";
import type { AnalyzedObject, MeshReader } from "../../../mesh/objects.js";
import { file } from "../../../mesh/selection.js";
import type { HttpRule } from "../http-rule.js";
import type { RouteSet } from "../route-sets.js";
import { listAttachments, type Attachment } from "./attachments.js";
import { compareRouteAge } from "./route-age.js";
import { compareRules } from "./rule-order.js";
import { convertRules, listHttpRoutes } from "./rules.js";

/** One route for one host at one of its parents. */
interface Attached {
  object: AnalyzedObject;
  attachment: Attachment;
  rules: readonly HttpRule[];
}

/**
 * What istiod makes of HTTPRoutes and GRPCRoutes: for each listener and host one set, and for each namespace of routes and host of the mesh one.
 * Source: `HTTPRouteCollection` and `mergeHTTPRoutes` in istio pilot/pkg/config/kube/gateway/route_collections.go.
 */
export function createHttpRoutes(reader: MeshReader): readonly RouteSet[] {
  const byKey = new Map<string, Attached[]>();
  for (const object of listHttpRoutes(reader).toSorted(compareRouteAge)) {
    for (const one of listAttached(reader, object)) file(byKey, one.attachment.key, one);
  }
  const { defaultVirtualServiceExportTo: byDefault } = reader.mesh.config;
  return [...byKey.values()].flatMap((merged): RouteSet[] => {
    const [first] = merged;
    if (first === undefined) return [];
    return [
      {
        object: first.object,
        visibleIn: readExportTo([], byDefault, first.object.namespace),
        hosts: [first.attachment.host],
        gateways: [first.attachment.gateway],
        http: merged.flatMap(({ rules }) => rules).toSorted(compareRules),
        connections: [],
        isGatewayApi: true,
      },
    ];
  });
}

function listAttached(reader: MeshReader, object: AnalyzedObject): Attached[] {
  const attachments = listAttachments(reader, object);
  const convert = (needsGrant: boolean) => convertRules({ reader, route: object, needsGrant }) ?? [];
  const isAtMesh = ({ gateway }: Attachment) => gateway === "mesh";
  const ofMesh = attachments.some(isAtMesh) ? convert(false) : [];
  const ofGateways = attachments.every(isAtMesh) ? [] : convert(true);
  return attachments.flatMap((attachment) => {
    const rules = isAtMesh(attachment) ? ofMesh.map((rule) => limitTo(rule, attachment.port)) : ofGateways;
    return rules.length === 0 ? [] : [{ object, attachment, rules }];
  });
}

/** Source: `augmentPortMatch` in istio pilot/pkg/config/kube/gateway/conversion.go. */
function limitTo(rule: HttpRule, port: number | undefined): HttpRule {
  if (port === undefined) return rule;
  const matches = rule.matches.length === 0 ? [{ value: {}, source: rule.source }] : rule.matches;
  return { ...rule, matches: matches.map((match) => ({ ...match, value: { ...match.value, port } })) };
}
