import type { AccessRule } from "./access-rule.js";

/**
 * Whether every request that the inner rule matches is one that the outer rule matches. Where it cannot tell, it says no: an
 * identity in `principals`, for example, is not compared with a service in `from`.
 */
export function isWithin(inner: AccessRule, outer: AccessRule): boolean {
  const callers = ["trustDomains", "ipBlocks", "remoteIpBlocks", "requestPrincipals"] as const;
  const fields = [...callers, "methods", "paths", "hosts", "ports"] as const;
  return (
    isWithinCallers(inner, outer) &&
    fields.every((field) => isEveryWithin(inner[field]?.map(String), outer[field]?.map(String))) &&
    Object.entries(flatten(outer.claims)).every(([name, values]) => isEveryWithin(flatten(inner.claims)[name], values))
  );
}

/** `from` and `principals` are alternatives of one another. */
function isWithinCallers(inner: AccessRule, outer: AccessRule): boolean {
  if (outer.from === undefined && outer.principals === undefined) return true;
  if (inner.from === undefined && inner.principals === undefined) return false;
  return (
    isEveryWithin(inner.from ?? [], outer.from ?? []) && isEveryWithin(inner.principals ?? [], outer.principals ?? [])
  );
}

/** Whether each pattern is covered by one of the outer ones. No outer list is one that everything is in, no inner one is everything. */
export function isEveryWithin(inner: readonly string[] | undefined, outer: readonly string[] | undefined): boolean {
  if (outer === undefined) return true;
  return inner?.every((one) => outer.some((other) => isCovered(one, other))) ?? false;
}

/** Whether all texts that one pattern matches are matched by the other: `x`, `x*`, `*x`, `*`, or a path's template. */
function isCovered(inner: string, outer: string): boolean {
  if (inner === outer || outer === "*") return true;
  if (outer.includes("{") || inner.includes("{")) return false;
  if (outer.endsWith("*")) return inner.startsWith(outer.slice(0, -1));
  return outer.startsWith("*") && inner.endsWith(outer.slice(1)) && !inner.endsWith("*");
}

function flatten(claims: AccessRule["claims"] = {}): Record<string, readonly string[]> {
  return Object.fromEntries(
    Object.entries(claims).flatMap(([claim, values]): [string, readonly string[]][] =>
      Array.isArray(values)
        ? [[`[${claim}]`, values]]
        : Object.entries(values).map(([inner, own]) => [`[${claim}][${inner}]`, own]),
    ),
  );
}
