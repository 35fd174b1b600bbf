import { findConflict } from "../../mesh/delegate-match.js";
import { toMap } from "../../text/read.js";
import type { HttpRule, RuleMatch } from "./http-rule.js";

/** What a delegate's rule takes from the root's where it has none of its own. */
const inherited = [
  ...["rewrite", "directResponse", "timeout", "retries", "fault", "mirror", "mirrorPercent", "mirrorPercentage"],
  ...["corsPolicy", "mirrors", "headers"],
];

/**
 * The rules of a delegate under the rule that leads to it; those whose matches contradict it are left out.
 * Source: `MergeHTTPRoutes` in istio pilot/pkg/model/virtualservice.go.
 */
export function mergeDelegate(root: HttpRule, delegate: readonly HttpRule[]): HttpRule[] {
  return delegate.flatMap((rule) => {
    const matches = mergeMatches(root.matches, rule.matches);
    return matches === undefined ? [] : [mergeRule(root, rule, matches)];
  });
}

function mergeRule(root: HttpRule, rule: HttpRule, matches: readonly RuleMatch[]): HttpRule {
  const ofRoot = new Set(inherited.filter((field) => !isThere(rule.value[field]) && isThere(root.value[field])));
  const taken = Object.fromEntries([...ofRoot].map((field) => [field, root.value[field]]));
  const name = joinNames(root.value.name, rule.value.name);
  return {
    ...rule,
    value: { ...rule.value, ...taken, ...(name === "" ? {} : { name }) },
    matches,
    find: (field) => (ofRoot.has(field) ? root.find(field) : rule.find(field)),
  };
}

/** Undefined where one of the delegate's matches is within none of the root's: then the whole rule is left out. */
function mergeMatches(root: readonly RuleMatch[], delegate: readonly RuleMatch[]): readonly RuleMatch[] | undefined {
  if (root.length === 0) return delegate;
  if (delegate.length === 0) return root;
  const merged: RuleMatch[] = [];
  for (const inner of delegate) {
    const outer = root.filter(({ value }) => findConflict(value, inner.value) === undefined);
    if (outer.length === 0) return undefined;
    merged.push(...outer.map(({ value }) => ({ ...inner, value: mergeMatch(value, inner.value) })));
  }
  return merged;
}

function mergeMatch(root: RuleMatch["value"], inner: RuleMatch["value"]): RuleMatch["value"] {
  const given = Object.fromEntries(Object.entries(inner).filter(([, value]) => isGiven(value)));
  const maps = ["headers", "withoutHeaders", "queryParams", "sourceLabels"].map((field): [string, unknown] => [
    field,
    { ...toMap(root[field]), ...toMap(inner[field]) },
  ]);
  return { ...root, ...given, ...Object.fromEntries(maps) };
}

/** Zero and an empty text are no value in a match, which istiod reads as a protobuf message. */
function isGiven(value: unknown): boolean {
  return isThere(value) && value !== "" && value !== 0 && value !== false;
}

function isThere(value: unknown): boolean {
  return Array.isArray(value) ? value.length > 0 : value !== undefined && value !== null;
}

function joinNames(root: unknown, own: unknown): string {
  return [root, own].filter((name) => typeof name === "string" && name !== "").join("-");
}
