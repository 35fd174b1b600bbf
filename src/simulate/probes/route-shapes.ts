import type { AnalyzedObject } from "../../mesh/objects.js";
import { toPort } from "../../mesh/ports.js";
import { readTextMatch } from "../../mesh/text-match.js";
import { dropUndefined } from "../../text/drop-undefined.js";
import { isMap } from "../../text/is-map.js";
import { toMap, toMaps, toText } from "../../text/read.js";
import { findRegexText } from "./regex-text.js";
import { mergeShapes, type RequestShape } from "./request-shape.js";

/** A request for each match of the HTTP routes of a VirtualService, HTTPRoute or GRPCRoute. */
export function listRouteShapes({ manifest }: AnalyzedObject): RequestShape[] {
  const { kind, spec } = manifest;
  if (kind === "VirtualService")
    return toMaps(toMap(spec).http).flatMap(({ match }) => toMaps(match).flatMap(readMatch));
  const read = kind === "GRPCRoute" ? readGrpcMatch : readHttpMatch;
  return toMaps(toMap(spec).rules).flatMap(({ matches }) => toMaps(matches).flatMap(read));
}

/** The request that matches, and for each header that it must lack one that has it. */
function readMatch(match: Readonly<Record<string, any>>): RequestShape[] {
  const path = findMatchingText(match.uri);
  const method = findMatchingText(match.method);
  const port = toPort(match.port);
  const query = writeQuery(
    Object.entries(toMap(match.queryParams)).map(([name, one]) => [name, findMatchingText(one)]),
  );
  const headers = writeHeaders(Object.entries(toMap(match.headers)));
  const shape = { ...dropUndefined({ path, method, port, query }), ...dropUndefined({ headers }) };
  const without = writeHeaders(Object.entries(toMap(match.withoutHeaders)));
  return without === undefined ? [shape] : [shape, mergeShapes(shape, { headers: without })];
}

/** A text that Istio's StringMatch takes; undefined where it is none, or none is found. */
function findMatchingText(match: unknown): string | undefined {
  const { exact, prefix, regex } = readTextMatch(match);
  return exact ?? prefix ?? (regex === undefined ? undefined : findRegexText(regex));
}

function writeHeaders(matches: readonly [string, unknown][]): Record<string, string> | undefined {
  // Without a condition, the header only must be there.
  const headers = matches.flatMap(([name, match]) => {
    const text = isMap(match) && Object.keys(match).length > 0 ? findMatchingText(match) : "probe";
    return text === undefined || name.startsWith(":") ? [] : [[name.toLowerCase(), text]];
  });
  return headers.length === 0 ? undefined : (Object.fromEntries(headers) as Record<string, string>);
}

function writeQuery(parameters: readonly [string, string | undefined][]): string | undefined {
  const known = parameters.map(([name, text = ""]) => `${encodeURIComponent(name)}=${encodeURIComponent(text)}`);
  return known.length === 0 ? undefined : known.join("&");
}

function readHttpMatch({ path, headers, queryParams, method }: Readonly<Record<string, any>>): RequestShape[] {
  const parameters = toMaps(queryParams).map((one): [string, string | undefined] => [
    toText(one.name),
    findTypedText(one),
  ]);
  return [
    {
      ...dropUndefined({
        path: findTypedText(path),
        method: toText(method) || undefined,
        query: writeQuery(parameters),
      }),
      ...dropUndefined({ headers: writeTypedHeaders(headers) }),
    },
  ];
}

/** A call by gRPC is a POST to `/<package>.<Service>/<Method>`. */
function readGrpcMatch({ method, headers }: Readonly<Record<string, any>>): RequestShape[] {
  const { service, method: name } = toMap(method);
  const path = method === undefined ? undefined : `/${toText(service) || "probe"}/${toText(name) || "probe"}`;
  return [{ method: "POST", ...dropUndefined({ path, headers: writeTypedHeaders(headers) }) }];
}

/** A text that a match of the Gateway API takes. */
function findTypedText(match: unknown): string | undefined {
  const { type, value } = toMap(match);
  if (typeof value !== "string") return undefined;
  return type === "RegularExpression" ? findRegexText(value) : value;
}

function writeTypedHeaders(matches: unknown): Record<string, string> | undefined {
  const headers = toMaps(matches).flatMap((one) => {
    const text = findTypedText(one);
    return text === undefined ? [] : [[toText(one.name).toLowerCase(), text]];
  });
  return headers.length === 0 ? undefined : (Object.fromEntries(headers) as Record<string, string>);
}
