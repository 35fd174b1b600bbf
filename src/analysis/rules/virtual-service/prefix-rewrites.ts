import { readTextMatch } from "../../../mesh/text-match.js";
import { toMap, toMaps, toText } from "../../../text/read.js";
import { isDelegate } from "../../../mesh/route-callers.js";
import type { Rule, RuleContext } from "../../rule.js";
import type { AnalyzedObject } from "../../../mesh/objects.js";

/**
 * The rewrite takes the place of the very characters of the prefix, and nothing mends what is around them.
 * Source: `applyHTTPRouteDestination` in istio pilot/pkg/networking/core/route/route.go, which mends those of the Gateway API alone.
 */
export const prefixRewrites: Rule = {
  name: "prefix-rewrites",
  codes: ["MESH0351"],
  reads: ["networking.istio.io/VirtualService"],
  check: (context) => {
    for (const object of context.list("networking.istio.io/VirtualService")) checkRoutes(context, object);
  },
};

function checkRoutes({ report }: RuleContext, object: AnalyzedObject): void {
  const before = new Set<string>();
  toMaps(toMap(object.manifest.spec).http).forEach(({ match, rewrite, redirect }, index) => {
    const [[text, ...place] = ["", ""]] = [
      [toText(toMap(rewrite).uri), "rewrite", "uri"],
      [toText(toMap(redirect).prefixRewrite), "redirect", "prefixRewrite"],
    ].filter(([given]) => given !== "");
    const uri = text ?? "";
    const matches = toMaps(match);
    // A delegate without matches has those of the route that leads to it.
    const all = matches.length === 0 && !isDelegate(object) ? [{}] : matches;
    const prefixes = all.flatMap((one) => (one.uri === undefined ? ["/"] : (readTextMatch(one.uri).prefix ?? [])));
    const faults = prefixes.flatMap((prefix) => {
      // With a slash it was taken before, so that none follows here.
      const fault = before.has(`${prefix}/`) ? undefined : findFault(prefix, uri, place[0] === "rewrite");
      before.add(prefix);
      return fault ?? [];
    });
    if (uri === "" || faults[0] === undefined) return;
    report(object, { code: "MESH0351", path: ["spec", "http", index, ...place], ...faults[0] });
  });
}

function findFault(prefix: string, uri: string, isRewrite: boolean): { message: string; remedy: string } | undefined {
  if (prefix === "" || prefix.endsWith("/") === uri.endsWith("/")) return undefined;
  const rest = prefix.endsWith("/") ? "items" : "/items";
  const message = `the path ${prefix}${rest} becomes ${uri}${rest}`;
  const pattern = `uriRegexRewrite { match: "^${prefix.replace(/\/$/, "")}/?(.*)", rewrite: "${uri.replace(/\/$/, "")}/\\1" }`;
  const own = prefix.endsWith("/") ? `write ${uri}/ here` : `put a match of the prefix ${prefix}/ before it`;
  return { message, remedy: isRewrite ? `${own}, or use ${pattern}` : own };
}
