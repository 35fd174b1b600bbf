import { toMap, toText } from "../../text/read.js";
import { joinQuery, type Flow } from "./flow.js";
import type { RuleEntry } from "./http-rule.js";
import { replacePrefix } from "./rewrite.js";

const codes = [301, 302, 303, 307, 308];

/** What a proxy answers for a redirect; undefined where istiod takes its code for none. */
export function computeRedirect(entry: RuleEntry, flow: Flow): { status: number; location: string } | undefined {
  const redirect = toMap(entry.rule.value.redirect);
  const status = redirect.redirectCode ? Number(redirect.redirectCode) : 301;
  if (!codes.includes(status)) return undefined;
  const scheme = toText(redirect.scheme) || flow.request.scheme;
  const port = computePort(redirect, flow);
  const host = toText(redirect.authority) || stripPort(flow, scheme, port);
  return { status, location: `${scheme}://${host}${port === undefined ? "" : `:${port}`}${computePath(entry, flow)}` };
}

/** Without the port that the scheme has anyway. Source: `ApplyRedirect` in istio pilot/pkg/networking/core/route/route.go. */
function computePort(redirect: Record<string, any>, { port: called, request }: Flow): number | undefined {
  const port: unknown = redirect.derivePort === "FROM_REQUEST_PORT" ? called : redirect.port;
  if (typeof port !== "number" || port === 0) return undefined;
  const scheme = toText(redirect.scheme) || request.scheme;
  return port === (scheme === "https" ? 443 : 80) && ["http", "https"].includes(scheme) ? undefined : port;
}

/** The request's own host header. Source: `processRequestHost` in Envoy's source/common/router/config_impl.cc. */
function stripPort({ authority, request }: Flow, scheme: string, port: number | undefined): string {
  const [, host = authority, own] = /^(.*):(\d+)$/.exec(authority) ?? [];
  const isUsual = own === (request.scheme === "https" ? "443" : "80");
  return port !== undefined || (scheme !== request.scheme && isUsual) ? host : authority;
}

/** A given path keeps the request's query where it has none of its own. Source: `newUri` in the same file of Envoy. */
function computePath({ rule, match }: RuleEntry, { path, request: { query } }: Flow): string {
  const redirect = toMap(rule.value.redirect);
  const prefix = toText(redirect.prefixRewrite);
  if (prefix !== "") return joinQuery(replacePrefix(match?.value.uri, path, prefix, rule.isGatewayApi), query);
  const uri = toText(redirect.uri);
  if (uri === "") return joinQuery(path, query);
  return uri.includes("?") ? uri : joinQuery(uri, query);
}
