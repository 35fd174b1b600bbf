import { escapeRegex } from "../../text/re2.js";
import type { HttpMatch } from "../routes/http-match.js";

/** HTTPRouteMatch of the Gateway API. */
export interface KubernetesMatch {
  path: { type: "Exact" | "PathPrefix" | "RegularExpression"; value: string };
  method?: string;
  headers?: NamedMatch[];
  queryParams?: NamedMatch[];
}

/** How a header or a parameter of the query is compared. */
export interface NamedMatch {
  type: "Exact" | "RegularExpression";
  name: string;
  value: string;
}

/** What a match of Istio's API becomes, what of it cannot be said, and what is said a little differently. */
export interface ConvertedMatches {
  matches: KubernetesMatch[];
  inexpressible: string[];
  /** Prefixes that are compared by whole segments and were not written so. */
  widened: string[];
}

const methods = ["GET", "HEAD", "POST", "PUT", "DELETE", "CONNECT", "OPTIONS", "TRACE", "PATCH"];
const unknownFields = ["ignoreUriCase", "scheme", "authority", "withoutHeaders"] as const;

/** Alternatives of Istio's API as those of the Gateway API; without any, every request. */
export function convertMatches(given: readonly HttpMatch[]): ConvertedMatches {
  const converted: ConvertedMatches = { matches: [], inexpressible: [], widened: [] };
  // A path and all that is below it are two alternatives there, and one here.
  const all = given.filter((match) => !given.some((other) => isBelow(other, match)));
  for (const match of all) convertMatch(match, given, converted);
  return converted;
}

/** Whether the other one is for what is below the path of the first, and else for the same. */
function isBelow(other: HttpMatch, { uri, ...rest }: HttpMatch): boolean {
  const { uri: below, ...others } = other;
  return (
    uri?.exact !== undefined && below?.prefix === `${uri.exact}/` && JSON.stringify(rest) === JSON.stringify(others)
  );
}

function convertMatch(match: HttpMatch, given: readonly HttpMatch[], into: ConvertedMatches): void {
  const { uri, method, headers = {}, queryParams = {} } = match;
  for (const field of unknownFields) if (match[field] !== undefined) into.inexpressible.push(`\`${field}\``);
  if (method !== undefined && !methods.includes(method.exact ?? "")) {
    into.inexpressible.push("a `method` other than by exact and one of HTTP's");
  }
  if (uri?.prefix?.startsWith("/") === false) into.inexpressible.push(`the path prefix "${uri.prefix}" without /`);
  const own = { ...convertNamed(headers, "header", into), ...convertNamed(queryParams, "parameter", into) };
  if (uri?.prefix !== undefined && isWidened(match, uri.prefix, given)) into.widened.push(uri.prefix);
  into.matches.push({
    path: convertPath(uri),
    ...(method?.exact === undefined ? {} : { method: method.exact }),
    ...own,
  });
}

/** Only `/`, and `/a/` beside exactly `/a`, are by segments as they stand. */
function isWidened(match: HttpMatch, prefix: string, given: readonly HttpMatch[]): boolean {
  return prefix !== "/" && !(prefix.endsWith("/") && given.some((other) => isBelow(match, other)));
}

function convertPath(uri: HttpMatch["uri"]): KubernetesMatch["path"] {
  if (uri?.exact !== undefined) return { type: "Exact", value: uri.exact };
  if (uri?.regex !== undefined) return { type: "RegularExpression", value: uri.regex };
  const prefix = uri?.prefix ?? "/";
  return { type: "PathPrefix", value: prefix === "/" ? prefix : prefix.replace(/\/$/, "") };
}

function convertNamed(
  given: NonNullable<HttpMatch["headers"]>,
  what: "header" | "parameter",
  { inexpressible }: ConvertedMatches,
): Pick<KubernetesMatch, "headers" | "queryParams"> {
  const all = Object.entries(given).map(([name, { exact, prefix, regex }]): NamedMatch => {
    if (exact === "") inexpressible.push(`a ${what} ${name} without a value`);
    if (exact !== undefined) return { type: "Exact", name, value: exact };
    return { type: "RegularExpression", name, value: regex ?? `${escapeRegex(prefix ?? "")}.*` };
  });
  if (all.length === 0) return {};
  return what === "header" ? { headers: all } : { queryParams: all };
}
