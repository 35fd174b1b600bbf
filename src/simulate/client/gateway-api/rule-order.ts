import { readTextMatch } from "../../../mesh/text-match.js";
import { toMap } from "../../../text/read.js";
import type { HttpRule } from "../http-rule.js";

/**
 * The order in which a proxy asks rules of the Gateway API, which have one match each: exact paths, prefixes, expressions, the longer before
 * the shorter; then those with a method, with more headers, with more parameters. Equal ones stay in their order.
 * Source: `sortHTTPRoutes` in istio pilot/pkg/config/kube/gateway/conversion.go.
 */
export function compareRules(a: HttpRule, b: HttpRule): number {
  const [first, second] = [rank(a), rank(b)];
  const index = first.findIndex((value, position) => value !== second[position]);
  return index === -1 ? 0 : (second[index] ?? 0) - (first[index] ?? 0);
}

function rank({ matches: [match] }: HttpRule): number[] {
  if (match === undefined) return [-2, 0, 0, 0, 0];
  const { uri, method, headers, queryParams } = match.value;
  const { exact, prefix, regex } = readTextMatch(uri);
  const kind = exact !== undefined ? 3 : prefix !== undefined ? 2 : regex !== undefined ? 1 : -1;
  const length = new TextEncoder().encode(exact ?? prefix ?? regex ?? "").length;
  const hasMethod = method !== undefined && method !== null ? 1 : 0;
  return [kind, length, hasMethod, Object.keys(toMap(headers)).length, Object.keys(toMap(queryParams)).length];
}
