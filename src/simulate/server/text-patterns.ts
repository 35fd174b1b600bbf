import { compileRe2, escapeRegex } from "../../text/re2.js";

/** Whether a text is as `x`, `x*`, `*x` or `*`, which is any but the empty one. Source: `StringMatcher` in istio pilot/pkg/security/authz/matcher. */
export function matchesText(pattern: string, text: string): boolean {
  if (pattern === "*") return text !== "";
  if (pattern.startsWith("*")) return text.endsWith(pattern.slice(1));
  return pattern.endsWith("*") ? text.startsWith(pattern.slice(0, -1)) : pattern === text;
}

/** The same for hosts, in whatever case. Source: `HostMatcher` there. */
export function matchesHost(pattern: string, host: string): boolean {
  return matchesText(pattern.toLowerCase(), host.toLowerCase());
}

/** Whether RE2 takes the whole text. */
export function matchesWhole(regex: string, text: string): boolean {
  return compileRe2(regex)?.matches(text) ?? false;
}

const segment = "[a-zA-Z0-9._~%!$&'()+,;:@=-]";

/**
 * Whether a path is as a pattern, or as a template of `{*}` for a segment and `{**}` for any number. Source: `pathGenerator` in istio
 * pilot/pkg/security/authz/model, and Envoy's uri_template matcher.
 */
export function matchesPath(pattern: string, path: string): boolean {
  if (!pattern.includes("{*}") && !pattern.includes("{**}")) return matchesText(pattern, path);
  const parts = pattern.split(/(\{\*{1,2}\})/);
  const regex = parts.map((part) => {
    if (part === "{*}") return `${segment}+`;
    return part === "{**}" ? `(${segment}|/)*` : escapeRegex(part);
  });
  return matchesWhole(regex.join(""), path);
}
