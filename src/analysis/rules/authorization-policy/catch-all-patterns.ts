import { formatOthers } from "../../names.js";
import { toMap, toMaps, toText, toTexts } from "../../../text/read.js";
import { formatGateway } from "../../../mesh/route-callers.js";
import type { Rule } from "../../rule.js";
import type { AnalyzedObject } from "../../../mesh/objects.js";
import { file } from "../../../mesh/selection.js";

/** Paths of every shape: a pattern that takes all of these takes what there is. */
const paths = ["/", "/a", "/api/v1/items", "/a-b_c.d/~x;y=%20"];

/**
 * A gateway puts the routes of several VirtualServices of one host together, the older first, and takes to the end only what is for all by
 * `prefix: /` or `regex: ".*"`. Source: `SortVHostRoutes` and `IsCatchAllRoute` in istio pilot/pkg/networking/core/route.
 */
export const catchAllPatterns: Rule = {
  name: "catch-all-patterns",
  codes: ["MESH0314"],
  reads: ["networking.istio.io/VirtualService"],
  check: ({ list, report }) => {
    const objects = list("networking.istio.io/VirtualService");
    const byHost = new Map<string, AnalyzedObject[]>();
    for (const object of objects) for (const key of listKeys(object)) file(byHost, key, object);
    for (const object of objects) {
      const others = new Set(listKeys(object).flatMap((key) => byHost.get(key) ?? []));
      if (others.size < 2) continue;
      for (const { path, pattern } of listPatterns(object)) {
        const message = `the regex "${pattern}" takes every path, and Istio does not move it behind the routes of ${formatOthers([...others], object)}; younger routes there are never used`;
        report(object, { code: "MESH0314", path, message, remedy: "write prefix /, which comes last" });
      }
    }
  },
};

/** Hosts of gateways; those in the mesh are not put together. */
function listKeys(object: AnalyzedObject): string[] {
  const { gateways, hosts } = toMap(object.manifest.spec);
  const named = toTexts(gateways).filter((name) => name !== "mesh");
  return named.flatMap((name) =>
    toTexts(hosts).map((host) => `${formatGateway(name, object.namespace)} ${host.toLowerCase()}`),
  );
}

/** Patterns that take everything, without other conditions beside them. */
function listPatterns({ manifest }: AnalyzedObject) {
  return toMaps(toMap(manifest.spec).http).flatMap(({ match }, index) =>
    toMaps(match).flatMap((one, at) => {
      const pattern = toText(toMap(one.uri).regex);
      const isAlone = Object.keys(one).every((key) => ["uri", "name", "statPrefix", "ignoreUriCase"].includes(key));
      if (!isAlone || pattern === ".*" || !takesAll(pattern)) return [];
      return [{ path: ["spec", "http", index, "match", at, "uri", "regex"], pattern }];
    }),
  );
}

function takesAll(pattern: string): boolean {
  if (pattern === "") return false;
  try {
    const whole = new RegExp(`^(?:${pattern})$`);
    return paths.every((path) => whole.test(path));
  } catch {
    // RE2 knows what JavaScript does not; of that nothing is said.
    return false;
  }
}
