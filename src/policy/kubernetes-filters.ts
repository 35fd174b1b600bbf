import { toMilliseconds } from "./duration.js";
import type { KubernetesMatch } from "./kubernetes-match.js";

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

/** `redirect` of Istio's API. */
export function convertRedirect(redirect: Fields | undefined, report: Report): Filter[] {
  if (redirect === undefined) return [];
  const { uri, authority, scheme, redirectCode = 301 } = redirect as Record<string, string | undefined>;
  const [host = "", port] = (authority ?? "").split(":");
  if (uri?.includes("?") === true) report("redirect", "a query to redirect to");
  const requestRedirect = {
    ...(scheme === undefined ? {} : { scheme }),
    ...(authority === undefined ? {} : { hostname: host }),
    ...(port === undefined ? {} : { port: Number(port) }),
    ...(uri === undefined ? {} : { path: { type: "ReplaceFullPath", replaceFullPath: uri } }),
    statusCode: redirectCode,
  };
  return [{ type: "RequestRedirect", requestRedirect }];
}

/** `rewrite` of Istio's API, for requests that a path of that type has matched. */
export function convertRewrite(
  rewrite: Fields | undefined,
  type: KubernetesMatch["path"]["type"] | undefined,
  report: Report,
): Filter[] {
  if (rewrite === undefined) return [];
  const { uri, authority } = rewrite as { uri?: string; authority?: string };
  if (uri !== undefined && type === "RegularExpression") report("rewrite", "a new path for a path by regex");
  const path =
    type === "Exact"
      ? { type: "ReplaceFullPath", replaceFullPath: uri }
      : { type: "ReplacePrefixMatch", replacePrefixMatch: uri };
  const urlRewrite = {
    ...(authority === undefined ? {} : { hostname: authority }),
    ...(uri === undefined ? {} : { path }),
  };
  return [{ type: "URLRewrite", urlRewrite }];
}
