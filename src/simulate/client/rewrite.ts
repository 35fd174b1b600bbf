import { readTextMatch } from "../../mesh/text-match.js";
import { compileRe2 } from "../../text/re2.js";
import { toMap, toText } from "../../text/read.js";
import type { RuleEntry } from "./http-rule.js";

/**
 * The path after a rule's rewrite; undefined where RE2 does not take its expression.
 * Source: `applyHTTPRouteDestination` in istio pilot/pkg/networking/core/route/route.go.
 */
export function rewritePath({ rule, match }: RuleEntry, path: string): string | undefined {
  const { uri, uriRegexRewrite } = toMap(rule.value.rewrite);
  if (uriRegexRewrite !== undefined && uriRegexRewrite !== null) {
    const { match: regex, rewrite } = toMap(uriRegexRewrite);
    return replaceAll(toText(regex), toText(rewrite), path);
  }
  const replacement = toText(uri);
  if (replacement === "") return path;
  if (rule.isGatewayApi && replacement === "/") return removePrefix(readTextMatch(match?.value.uri).prefix ?? "", path);
  return replacePrefix(match?.value.uri, path, replacement, rule.isGatewayApi);
}

/**
 * The path with another text in the place of what the match stands for: of a prefix that, else of the whole path.
 * Source: `rewritePathHeader` of each kind of route in Envoy's source/common/router/config_impl.cc.
 */
export function replacePrefix(match: unknown, path: string, replacement: string, isGatewayApi: boolean): string {
  const { exact, prefix = "/", regex } = readTextMatch(match);
  if (exact !== undefined || regex !== undefined) return replacement;
  const isTrimmed = isGatewayApi && prefix !== "/" && prefix.endsWith("/");
  return replacement + path.slice(isTrimmed ? prefix.length - 1 : prefix.length);
}

/** What is left begins with one slash. */
function removePrefix(prefix: string, path: string): string {
  const trimmed = prefix.endsWith("/") ? prefix.slice(0, -1) : prefix;
  const rest = path.slice(trimmed.length);
  return rest.startsWith("/") ? rest : `/${rest}`;
}

/** As RE2 replaces: `\1` stands for the first group. */
function replaceAll(regex: string, rewrite: string, path: string): string | undefined {
  const compiled = compileRe2(regex);
  if (compiled === undefined) return undefined;
  const matcher = compiled.matcher(path);
  let result = "";
  let end = 0;
  while (matcher.find()) {
    result += path.slice(end, matcher.start()) + fillGroups(rewrite, (index) => matcher.group(index) ?? "");
    end = matcher.end();
  }
  return result + path.slice(end);
}

function fillGroups(rewrite: string, group: (index: number) => string): string {
  return rewrite.replaceAll(/\\(\d|\\)/g, (_, key: string) => (key === "\\" ? "\\" : group(Number(key))));
}
