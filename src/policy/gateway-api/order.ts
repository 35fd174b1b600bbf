import type { KubernetesMatch, NamedMatch } from "./match.js";

const ranks: Readonly<Record<KubernetesMatch["path"]["type"], number>> = {
  Exact: 3,
  PathPrefix: 2,
  RegularExpression: 1,
};

/**
 * Which of two matches is tried first, whatever order they are written in: below 0 the one, above 0 the other, 0 neither.
 * Source: sortHTTPRoutes in Istio's pilot/pkg/config/kube/gateway/conversion.go, as the Gateway API asks for it.
 */
export function compareMatches(one: KubernetesMatch, other: KubernetesMatch): number {
  const [first, second] = [one, other].map(measure) as [number[], number[]];
  const index = first.findIndex((value, position) => value !== second[position]);
  return index === -1 ? 0 : (second[index] ?? 0) - (first[index] ?? 0);
}

function measure({ path, method, headers = [], queryParams = [] }: KubernetesMatch): number[] {
  const hasMethod = method === undefined ? 0 : 1;
  return [ranks[path.type], path.value.length, hasMethod, headers.length, queryParams.length];
}

/** Whether a request may be for both; of regular expressions that is taken for granted. */
export function canBothHold(one: KubernetesMatch, other: KubernetesMatch): boolean {
  if (one.method !== undefined && other.method !== undefined && one.method !== other.method) return false;
  if (!canPathsMeet(one.path, other.path)) return false;
  return !differ(one.headers, other.headers) && !differ(one.queryParams, other.queryParams);
}

function canPathsMeet(one: KubernetesMatch["path"], other: KubernetesMatch["path"]): boolean {
  if (one.type === "RegularExpression" || other.type === "RegularExpression") return true;
  return takesPath(one, other.value) || takesPath(other, one.value);
}

function takesPath({ type, value }: KubernetesMatch["path"], path: string): boolean {
  return path === value || (type === "PathPrefix" && (value === "/" || path.startsWith(`${value}/`)));
}

function differ(first: readonly NamedMatch[] = [], second: readonly NamedMatch[] = []): boolean {
  const isOther = (one: NamedMatch, other: NamedMatch) =>
    one.name.toLowerCase() === other.name.toLowerCase() &&
    one.type === "Exact" &&
    other.type === "Exact" &&
    one.value !== other.value;
  return first.some((one) => second.some((other) => isOther(one, other)));
}
