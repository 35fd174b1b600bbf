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

/** Whether a text is as a pattern in which each `*` stands for any text. Source: `srcNamespaceGenerator` in istio pilot/pkg/security/authz/model. */
export function matchesGlob(pattern: string, text: string): boolean {
  const [first = "", ...others] = pattern.split("*");
  const last = others.pop();
  if (last === undefined) return pattern === text;
  let at = first.length;
  for (const part of others) {
    const found = text.indexOf(part, at);
    if (found === -1) return false;
    at = found + part.length;
  }
  return text.startsWith(first) && text.endsWith(last) && text.length - last.length >= at;
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
  return compileRe2(regex.join(""))?.matches(path) ?? false;
}
