import type { ValuePath } from "../../../findings/place.js";
import { Covering } from "../../covering.js";
import { toMap, toMaps } from "../../../text/read.js";
import type { Rule, RuleContext } from "../../rule.js";
import type { AnalyzedObject } from "../../../mesh/objects.js";

interface Route {
  /** How people find it: its name, or its place. */
  label: string;
  path: ValuePath;
  matches: readonly Record<string, any>[];
}

/** A match that was seen, and the route that it is of. */
interface Seen {
  match: Record<string, any>;
  route: Route;
}

/**
 * Source: `analyzeUnreachableHTTPRules` and its like in istio pkg/config/validation; what a match covers is read more exactly,
 * and a route whose matches are all covered is said to be shadowed.
 */
export const unreachableRoutes: Rule = {
  name: "unreachable-routes",
  codes: ["IST0130", "IST0131", "MESH0314"],
  reads: ["networking.istio.io/VirtualService"],
  check: (context) => {
    for (const object of context.list("networking.istio.io/VirtualService")) {
      for (const protocol of ["http", "tls", "tcp"]) checkRoutes(context, object, listRoutes(object, protocol));
    }
  },
};

function listRoutes({ manifest }: AnalyzedObject, protocol: string): Route[] {
  return toMaps(toMap(manifest.spec)[protocol]).map(({ name, match }, index) => ({
    label: typeof name === "string" && name !== "" ? `"${name}"` : `${protocol}[${index}]`,
    path: ["spec", protocol, index],
    matches: toMaps(match),
  }));
}

function checkRoutes({ report }: RuleContext, object: AnalyzedObject, routes: readonly Route[]): void {
  const same = new Map<string, Route>();
  const covering = new Covering<Seen>();
  let takesAll: Route | undefined;
  for (const route of routes) {
    if (takesAll !== undefined) {
      const message = `route ${route.label} is never used: ${takesAll.label} before it has no match, so it takes everything`;
      report(object, { code: "IST0130", path: route.path, message });
    } else if (route.matches.length === 0) takesAll = route;
    else {
      const taken = route.matches.map((match, index) => {
        const key = toKey(match);
        const duplicate = same.get(key);
        const before = duplicate ?? covering.find(match)?.route;
        if (duplicate === undefined) same.set(key, route);
        covering.add({ match, route });
        if (before !== undefined) {
          const how = duplicate === undefined ? "takes all that it takes" : "has the same";
          const message = `match ${index} of route ${route.label} is not used: ${before === route ? "one before it" : `route ${before.label}`} ${how}`;
          report(object, { code: "IST0131", path: [...route.path, "match", index], message });
        }
        return { before, isSame: duplicate !== undefined };
      });
      checkTaken({ report }, object, { route, taken });
    }
  }
}

function checkTaken(
  { report }: Pick<RuleContext, "report">,
  object: AnalyzedObject,
  { route, taken }: { route: Route; taken: readonly { before: Route | undefined; isSame: boolean }[] },
): void {
  const labels = new Set<string>();
  for (const { before } of taken) {
    if (before === undefined || before === route) return;
    labels.add(before.label);
  }
  const others = [...labels].join(", ");
  if (taken.every(({ isSame }) => isSame)) {
    const message = `route ${route.label} is never used: all its matches are those of ${others} before it`;
    report(object, { code: "IST0130", path: route.path, message });
  } else {
    const message = `route ${route.label} is never used: ${others} before it ${labels.size === 1 ? "takes" : "take"} all that it takes`;
    report(object, { code: "MESH0314", path: route.path, message });
  }
}

/** The same text for matches that say the same, in whatever order; a name says nothing. */
function toKey(match: Record<string, any>): string {
  return JSON.stringify({ ...match, name: undefined }, (_key, value: unknown) =>
    typeof value === "object" && value !== null && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
      : value,
  );
}
