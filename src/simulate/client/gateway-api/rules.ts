import type { ValuePath } from "../../../findings/place.js";
import type { MeshReader } from "../../../mesh/objects.js";
import { readMilliseconds } from "../../../text/go-duration.js";
import { toMap, toMaps, toText } from "../../../text/read.js";
import type { HttpRule, Source } from "../http-rule.js";
import { listBackends, readMirror, readWeight, type BackendReader } from "./backends.js";
import { convertCors, convertModifier, convertRedirect, convertRewrite } from "./filters.js";
import { convertGrpcMatch, convertHttpMatch } from "./matches.js";

type Fields = Readonly<Record<string, any>>;

/** The fields of a rule as Istio's API has them, each with where it stands below the rule. */
type Converted = Map<string, { value: unknown; path: ValuePath }>;

/**
 * The rules of an HTTPRoute or a GRPCRoute, each with one match; undefined where istiod refuses the whole route.
 * Source: `convertHTTPRoute` and `convertGRPCRoute` in istio pilot/pkg/config/kube/gateway/conversion.go.
 */
export function convertRules(given: BackendReader): HttpRule[] | undefined {
  const { route: object } = given;
  const isGrpc = object.manifest.kind === "GRPCRoute";
  const { rules } = toMap(object.manifest.spec);
  const all: HttpRule[] = [];
  for (const [index, rule] of (rules === undefined ? [{}] : toMaps(rules)).entries()) {
    const fields = convertRule(given, rule);
    if (fields === undefined) return undefined;
    const source: Source = { object, path: ["spec", "rules", index] };
    all.push(...listMatches(rule, isGrpc, source).map((matches) => createRule(fields, matches, source, rule)));
  }
  return all;
}

function createRule(fields: Converted, matches: HttpRule["matches"], source: Source, { name }: Fields): HttpRule {
  const values = Object.fromEntries([...fields].map(([field, { value }]) => [field, value]));
  return {
    value: { ...values, ...(toText(name) === "" ? {} : { name: toText(name) }) },
    ...{ matches, source },
    find: (field) => ({ object: source.object, path: [...source.path, ...(fields.get(field)?.path ?? [])] }),
    isGatewayApi: true,
  };
}

/** One rule a match. A rule of HTTP without matches is for all paths. */
function listMatches({ matches }: Fields, isGrpc: boolean, { object, path }: Source): HttpRule["matches"][] {
  const given = toMaps(matches);
  if (given.length === 0) return isGrpc ? [[]] : [[{ value: convertHttpMatch({}), source: { object, path } }]];
  return given.map((match, index) => [
    {
      value: isGrpc ? convertGrpcMatch(match) : convertHttpMatch(match),
      source: { object, path: [...path, "matches", index] },
    },
  ]);
}

function convertRule(given: BackendReader, rule: Fields): Converted | undefined {
  const fields: Converted = new Map();
  const mirrors: unknown[] = [];
  for (const [index, filter] of toMaps(rule.filters).entries()) {
    const path = ["filters", index];
    if (filter.type === "RequestMirror") {
      const mirror = readMirror(given, filter.requestMirror);
      if (mirror !== undefined) mirrors.push(mirror);
    } else if (!addFilter(fields, filter, path)) return undefined;
  }
  if (mirrors.length > 0) fields.set("mirrors", { value: mirrors, path: ["filters"] });
  addTimes(fields, rule);
  const weights = toMaps(rule.backendRefs).reduce((sum, reference) => sum + readWeight(reference), 0);
  if (weights === 0 && !fields.has("redirect")) {
    fields.set("directResponse", { value: { status: 500 }, path: ["backendRefs"] });
    return fields;
  }
  const route = listBackends(given, rule.backendRefs);
  if (route === undefined) return undefined;
  fields.set("route", { value: route, path: ["backendRefs"] });
  return fields;
}

/** Whether istiod knows the filter. */
function addFilter(fields: Converted, filter: Fields, path: ValuePath): boolean {
  const headers = toMap(fields.get("headers")?.value);
  switch (filter.type) {
    case "RequestHeaderModifier":
      fields.set("headers", { value: { ...headers, request: convertModifier(filter.requestHeaderModifier) }, path });
      return true;
    case "ResponseHeaderModifier":
      fields.set("headers", { value: { ...headers, response: convertModifier(filter.responseHeaderModifier) }, path });
      return true;
    case "RequestRedirect":
      fields.set("redirect", { value: convertRedirect(filter.requestRedirect), path });
      return true;
    case "URLRewrite": {
      const value = convertRewrite(filter.urlRewrite);
      if (value !== undefined) fields.set("rewrite", { value, path });
      return true;
    }
    case "CORS":
      fields.set("corsPolicy", { value: convertCors(filter.cors), path });
      return true;
    default:
      return false;
  }
}

/** A limit of single tries is one of the whole request where nothing is tried again. */
function addTimes(fields: Converted, { retry, timeouts }: Fields): void {
  const { request, backendRequest } = toMap(timeouts);
  const perTry = readMilliseconds(backendRequest) ? toText(backendRequest) : undefined;
  const isRetried = retry !== undefined && retry !== null;
  if (isRetried) {
    const { codes, attempts = 2 } = toMap(retry);
    const retryOn = [
      "connect-failure",
      "refused-stream",
      "unavailable",
      "cancelled",
      ...(Array.isArray(codes) ? codes : []),
    ];
    const value = {
      attempts: attempts as unknown,
      retryOn: retryOn.join(","),
      ...(perTry && { perTryTimeout: perTry }),
    };
    fields.set("retries", { value, path: ["retry"] });
  }
  const limit = perTry !== undefined && !isRetried ? perTry : readMilliseconds(request) ? toText(request) : undefined;
  if (limit !== undefined) fields.set("timeout", { value: limit, path: ["timeouts"] });
}

/** Reads `kind`s that these rules are of. */
export function listHttpRoutes({ list }: MeshReader) {
  return [...list("gateway.networking.k8s.io/HTTPRoute"), ...list("gateway.networking.k8s.io/GRPCRoute")];
}
