import { toMilliseconds } from "../duration.js";
import type { KubernetesMatch } from "./match.js";
import { rewritePath, type PathRewrite } from "../routes/path-rewrites.js";
import type { Redirect } from "../routes/redirects.js";

type Filter = Readonly<Record<string, unknown>> & { type: string };
type Report = (field: string, what: string) => void;
type Fields = Record<string, any>;

/** `headers` of Istio's API. */
export function convertHeaders(headers: Fields = {}): Filter[] {
  const modify = (type: string, field: string, changes: Fields | undefined): Filter[] => {
    if (changes === undefined) return [];
    const { set, add, remove } = changes as { set?: Fields; add?: Fields; remove?: string[] };
    const own = { ...(set && { set: toList(set) }), ...(add && { add: toList(add) }), ...(remove && { remove }) };
    return [{ type, [field]: own }];
  };
  return [
    ...modify("RequestHeaderModifier", "requestHeaderModifier", headers.request as Fields | undefined),
    ...modify("ResponseHeaderModifier", "responseHeaderModifier", headers.response as Fields | undefined),
  ];
}

function toList(headers: Fields): object[] {
  return Object.entries(headers).map(([name, value]) => ({ name, value: String(value) }));
}

/** `corsPolicy` of Istio's API. */
export function convertCors(policy: Fields | undefined, report: Report): Filter[] {
  if (policy === undefined) return [];
  const { allowOrigins, maxAge, ...rest } = policy;
  const origins = ((allowOrigins ?? []) as { exact?: string }[]).flatMap(({ exact }) => {
    if (exact === undefined) report("corsPolicy", "origins other than by exact");
    return exact ?? [];
  });
  const cors = {
    ...(origins.length === 0 ? {} : { allowOrigins: origins }),
    ...rest,
    ...(maxAge === undefined ? {} : { maxAge: toMilliseconds(String(maxAge)) / 1000 }),
  };
  return [{ type: "CORS", cors }];
}

/** `redirect` of requests that a path of one match has matched. */
export function convertRedirect(
  redirect: Redirect | undefined,
  match: KubernetesMatch["path"] | undefined,
  report: Report,
): Filter[] {
  if (redirect === undefined) return [];
  const { path: rewrite, ...said } = redirect;
  const { uri, authority, scheme, derivePort, redirectCode = 301 } = said as Record<string, string | undefined>;
  const [host = "", ownPort] = (authority ?? "").split(":");
  const port = ownPort ?? (redirect.port as number | undefined);
  // Without a port it derives one itself: by the scheme where one is given, else that of the request.
  const derived = scheme === undefined ? "FROM_REQUEST_PORT" : "FROM_PROTOCOL_DEFAULT";
  if (derivePort !== undefined && derivePort !== derived) {
    report("redirect", `\`derivePort\` ${derivePort} ${scheme === undefined ? "without" : "with"} \`scheme\``);
  }
  if (uri?.includes("?") === true) report("redirect", "a query to redirect to");
  const requestRedirect = {
    ...(scheme === undefined ? {} : { scheme }),
    ...(authority === undefined ? {} : { hostname: host }),
    ...(port === undefined ? {} : { port: Number(port) }),
    ...(uri === undefined ? {} : { path: { type: "ReplaceFullPath", replaceFullPath: uri } }),
    ...(rewrite === undefined ? {} : { path: convertPath(rewrite, match, "redirect", report) }),
    statusCode: redirectCode,
  };
  return [{ type: "RequestRedirect", requestRedirect }];
}

/** What becomes of the path of requests that a path of one match has matched. */
export function convertRewrite(
  rewrite: PathRewrite | undefined,
  match: KubernetesMatch["path"] | undefined,
  report: Report,
): Filter[] {
  if (rewrite === undefined) return [];
  const { uri, authority, uriRegexRewrite } = rewrite;
  if (uriRegexRewrite !== undefined) report("rewrite", "`uriRegexRewrite`");
  const hostname = authority === undefined ? {} : { hostname: authority };
  if (uri === undefined) return [{ type: "URLRewrite", urlRewrite: hostname }];
  return [{ type: "URLRewrite", urlRewrite: { ...hostname, path: convertPath(rewrite, match, "rewrite", report) } }];
}

/** HTTPPathModifier of the Gateway API. */
function convertPath(
  rewrite: PathRewrite,
  match: KubernetesMatch["path"] | undefined,
  field: string,
  report: Report,
): object {
  const value = match?.value ?? "/";
  if (rewrite.below === undefined || match?.type === "Exact") {
    return { type: "ReplaceFullPath", replaceFullPath: rewritePath(rewrite, value) };
  }
  // istiod makes a prefix of characters of /, and puts the new beginning before what follows it without another /.
  if (value === "/") report(field, "a new beginning for every path");
  return { type: "ReplacePrefixMatch", replacePrefixMatch: rewritePath(rewrite, value) };
}
