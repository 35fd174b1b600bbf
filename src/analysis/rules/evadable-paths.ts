import { toMap, toMaps, toText, toTexts } from "../../text/read.js";
import type { Rule } from "../rule.js";

const strongest = "DECODE_AND_MERGE_SLASHES";

/**
 * Access rules that a path evades by being written otherwise than the rule thinks of.
 * Source: https://istio.io/latest/docs/ops/best-practices/security/#use-default-deny-patterns, #understand-traffic-capture-limitations.
 */
export const evadablePaths: Rule = {
  name: "evadable-paths",
  codes: ["MESH0338"],
  reads: ["security.istio.io/AuthorizationPolicy"],
  check: ({ mesh, list, report }) => {
    if (toMap(mesh.config.pathNormalization).normalization === strongest) return;
    for (const object of list("security.istio.io/AuthorizationPolicy")) {
      const { action = "ALLOW", rules } = toMap(object.manifest.spec);
      const evadable = { ALLOW: "notPaths", DENY: "paths" }[toText(action)];
      if (evadable === undefined) continue;
      toMaps(rules).forEach((rule, ruleIndex) => {
        toMaps(rule.to).forEach(({ operation }, index) => {
          const paths = toTexts(toMap(operation)[evadable]).filter((path) => path !== "*" && path !== "/*");
          if (paths.length === 0) return;
          const what = action === "DENY" ? "denies only" : "allows all but";
          const message = `the rule ${what} ${paths.join(", ")}; the server may take another spelling for the same`;
          const path = ["spec", "rules", ruleIndex, "to", index, "operation", evadable];
          report(object, { code: "MESH0338", path, message });
        });
      });
    }
  },
};
