import { escapeRegex } from "../../../text/re2.js";
import { toMap, toMaps, toText, toTexts } from "../../../text/read.js";

type Fields = Readonly<Record<string, any>>;

/**
 * What filters do to headers, as `headers` of Istio's API; undefined where one of them does something else, which istiod refuses at a backend.
 * Source: `createHeadersFilter` in istio pilot/pkg/config/kube/gateway/conversion.go.
 */
export function convertHeaders(filters: unknown): Fields | undefined {
  const headers: Record<string, unknown> = {};
  for (const { type, requestHeaderModifier, responseHeaderModifier } of toMaps(filters)) {
    if (type === "RequestHeaderModifier") headers.request = convertModifier(requestHeaderModifier);
    else if (type === "ResponseHeaderModifier") headers.response = convertModifier(responseHeaderModifier);
    else return undefined;
  }
  return Object.keys(headers).length === 0 ? {} : { headers };
}

export function convertModifier(modifier: unknown): Fields {
  const { set, add, remove } = toMap(modifier);
  return { set: listNamed(set), add: listNamed(add), remove: toTexts(remove) };
}

/** Of two of one name the first counts. */
function listNamed(list: unknown): Record<string, string> {
  const found: Record<string, string> = {};
  for (const { name, value } of toMaps(list)) found[toText(name).toLowerCase()] ??= toText(value);
  return found;
}

/** Source: `createRewriteFilter` in the same file. */
export function convertRewrite(filter: unknown): Fields | undefined {
  const { path, hostname } = toMap(filter);
  const { type, replacePrefixMatch, replaceFullPath } = toMap(path);
  const authority = toText(hostname) === "" ? {} : { authority: toText(hostname) };
  const rewrite =
    type === "ReplacePrefixMatch"
      ? { uri: toText(replacePrefixMatch).replace(/\/$/, "") || "/" }
      : type === "ReplaceFullPath"
        ? { uriRegexRewrite: { match: "/.*", rewrite: toText(replaceFullPath) } }
        : {};
  const all = { ...rewrite, ...authority };
  return Object.keys(all).length === 0 ? undefined : all;
}

/** Without a port that of the request stays, but where the scheme is given. Source: `createRedirectFilter` in the same file. */
export function convertRedirect(filter: unknown): Fields {
  const { statusCode = 302, hostname, scheme, port, path } = toMap(filter);
  const { type, replacePrefixMatch, replaceFullPath } = toMap(path);
  const kept = toText(scheme) === "" ? "FROM_REQUEST_PORT" : "FROM_PROTOCOL_DEFAULT";
  return {
    redirectCode: statusCode as unknown,
    authority: toText(hostname),
    scheme: toText(scheme),
    ...(port === undefined || port === null ? { derivePort: kept } : { port: port as unknown }),
    ...(type === "ReplaceFullPath" ? { uri: toText(replaceFullPath) } : {}),
    ...(type === "ReplacePrefixMatch" ? { prefixRewrite: toText(replacePrefixMatch) } : {}),
  };
}

/** Source: `createCorsFilter` in the same file. */
export function convertCors(filter: unknown): Fields {
  const allowOrigins = toTexts(toMap(filter).allowOrigins).map((origin) => {
    if (origin === "*") return { regex: String.raw`^[a-zA-Z][a-zA-Z0-9+.-]*://[^/\s?#]+$` };
    if (!origin.includes("*")) return { exact: origin };
    if (origin.indexOf("*") === origin.length - 1) return { prefix: origin.slice(0, -1) };
    return { regex: `^${origin.split("*").map(escapeRegex).join(".*")}$` };
  });
  return { allowOrigins, unmatchedPreflights: "IGNORE" };
}
