import type { ValuePath } from "../../findings/place.js";
import { matchesPolicySelector } from "../../mesh/selectors.js";
import { toMap, toText, toTexts } from "../../text/read.js";
import { readTextMatch } from "../../mesh/text-match.js";
import { findClaimMismatch, isClaim } from "./match-claims.js";
import { joinQuery, type Flow } from "./flow.js";
import type { Mismatch } from "./mismatch.js";
import { fitsText, formatWanted, isPresenceMatch } from "./text-match.js";

type Match = Readonly<Record<string, any>>;

/**
 * Whether the rule with this match is at a proxy at all; undefined where it is.
 * Source: `TranslateRoute` and `sourceMatchHTTP` in istio pilot/pkg/networking/core/route/route.go.
 */
export function findAbsence(match: Match, { port, gateway, proxy: { workload } }: Flow): Mismatch | undefined {
  if (match.port && match.port !== port) return createMismatch(["port"], `it is for port ${String(match.port)}`);
  const gateways = toTexts(match.gateways);
  // Where it names gateways, istiod asks for nothing else.
  if (gateways.length > 0) {
    if (gateways.includes(gateway)) return undefined;
    return createMismatch(["gateways"], `it is for ${gateways.join(", ")}`);
  }
  if (!matchesPolicySelector(toMap(match.sourceLabels), workload.labels)) {
    return createMismatch(["sourceLabels"], "the caller's pods do not have its labels");
  }
  const namespace = toText(match.sourceNamespace);
  if (namespace === "" || namespace === workload.namespace) return undefined;
  return createMismatch(["sourceNamespace"], `it is for callers in ${namespace}`);
}

/**
 * The first field of a match that does not fit; undefined where the request matches.
 * Source: HTTPMatchRequest in Istio's API, and `TranslateRouteMatch` in istio pilot/pkg/networking/core/route/route.go.
 * @param isGatewayApi whether a prefix stands for whole segments of a path
 */
export function findMismatch(match: Match, flow: Flow, isGatewayApi: boolean): Mismatch | undefined {
  const { method, scheme } = flow.request;
  return (
    findUriMismatch(match, flow.path, isGatewayApi) ??
    findTextMismatch(match.method, method, ["method"], "the method") ??
    findTextMismatch(match.authority, flow.authority, ["authority"], "the authority") ??
    findTextMismatch(match.scheme, scheme, ["scheme"], "the scheme") ??
    findHeaderMismatch(toMap(match.headers), flow) ??
    findUnwanted(toMap(match.withoutHeaders), flow) ??
    findQueryMismatch(toMap(match.queryParams), flow.request.query)
  );
}

/** Whether a match takes all requests, so that rules after it never count. Source: `IsCatchAllRoute` in the same file. */
export function takesAll(match: Match | undefined): boolean {
  if (match === undefined) return true;
  const { prefix, regex } = readTextMatch(match.uri);
  const isAnyPath = !isSet(match.uri) || prefix === "/" || regex === ".*";
  const others = ["method", "authority", "scheme"].some((field) => isSet(match[field]));
  const maps = ["headers", "withoutHeaders", "queryParams"].some(
    (field) => Object.keys(toMap(match[field])).length > 0,
  );
  return isAnyPath && !others && !maps;
}

/** A prefix of the Gateway API stands for whole segments; Envoy's `path_separated_prefix`. */
export function coversSegments(prefix: string, path: string): boolean {
  const trimmed = prefix.endsWith("/") ? prefix.slice(0, -1) : prefix;
  return path === trimmed || path.startsWith(`${trimmed}/`);
}

function findUriMismatch({ uri, ignoreUriCase }: Match, path: string, isGatewayApi: boolean): Mismatch | undefined {
  const { exact, prefix } = readTextMatch(uri);
  if (!isSet(uri) || (exact === undefined && prefix === undefined))
    return findTextMismatch(uri, path, ["uri"], "the path");
  const change = (text: string) => (ignoreUriCase === true ? text.toLowerCase() : text);
  const given = change(path);
  const wanted = change(exact ?? prefix ?? "");
  const fits =
    exact === undefined
      ? isGatewayApi && wanted !== "/"
        ? coversSegments(wanted, given)
        : given.startsWith(wanted)
      : given === wanted;
  return fits ? undefined : createMismatch(["uri"], `the path "${path}" must ${formatWanted(uri)}`);
}

function findTextMismatch(match: unknown, text: string, path: ValuePath, name: string): Mismatch | undefined {
  if (!isSet(match) || isPresenceMatch(match)) return undefined;
  const fits = fitsText(match, text);
  if (fits === undefined) return createUnknown(path, match);
  return fits ? undefined : createMismatch(path, `${name} "${text}" must ${formatWanted(match)}`);
}

function findHeaderMismatch(headers: Match, flow: Flow): Mismatch | undefined {
  for (const [name, match] of Object.entries(headers)) {
    const path = ["headers", name];
    const found = isClaim(name) ? findClaimMismatch(name, match, flow) : findOneHeader(name, match, flow);
    if (found !== undefined) return { ...found, path };
  }
  return undefined;
}

function findOneHeader(name: string, match: unknown, flow: Flow): Mismatch | undefined {
  const value = readHeader(name, flow);
  if (value === undefined) return createMismatch([], `the header ${name} is missing`);
  return findTextMismatch(match ?? {}, value, [], `the header ${name}`);
}

/** A header that is not there counts as an empty one where a value is unwanted. */
function findUnwanted(headers: Match, flow: Flow): Mismatch | undefined {
  for (const [name, match] of Object.entries(headers)) {
    const path = ["withoutHeaders", name];
    if (isClaim(name)) {
      const found = findClaimMismatch(name, match, flow);
      if (found?.isUnknown === true) return { ...found, path };
      if (found === undefined) return createMismatch(path, `the claim ${name} is unwanted`);
      continue;
    }
    const value = readHeader(name, flow);
    const fits = isPresenceMatch(match) ? value !== undefined : fitsText(match, value ?? "");
    if (fits === undefined) return createUnknown(path, match);
    if (fits) return createMismatch(path, `the header ${name} is unwanted`);
  }
  return undefined;
}

function findQueryMismatch(wanted: Match, query: string): Mismatch | undefined {
  const given = readQuery(query);
  for (const [name, match] of Object.entries(wanted)) {
    const path = ["queryParams", name];
    const value = given.get(name);
    if (value === undefined) return createMismatch(path, `the query parameter ${name} is missing`);
    const found = findTextMismatch(match ?? {}, value, path, `the query parameter ${name}`);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Of several parameters of one name the first counts; nothing is decoded. */
function readQuery(query: string): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const part of query.split("&")) {
    const [name = "", value = ""] = part.split(/=(.*)/s);
    if (part !== "" && !found.has(name)) found.set(name, value);
  }
  return found;
}

/** Envoy reads what is no header of HTTP/1 under names of HTTP/2. */
function readHeader(name: string, { request, path, authority }: Flow): string | undefined {
  const lower = name.toLowerCase();
  switch (lower) {
    case ":authority":
    case "host":
      return authority;
    case ":method":
      return request.method;
    case ":path":
      return joinQuery(path, request.query);
    case ":scheme":
      return request.scheme;
    default:
      return Object.hasOwn(request.headers, lower) ? request.headers[lower] : undefined;
  }
}

function createUnknown(path: ValuePath, match: unknown): Mismatch {
  return { reason: `RE2 does not take the expression ${readTextMatch(match).regex ?? ""}`, path, isUnknown: true };
}

function createMismatch(path: ValuePath, reason: string): Mismatch {
  return { reason, path };
}

function isSet(value: unknown): boolean {
  return value !== undefined && value !== null;
}
