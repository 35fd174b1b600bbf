import { toMap, toMaps, toText, toTexts } from "../../../text/read.js";
import type { Rule } from "../../rule.js";

const strongest = "DECODE_AND_MERGE_SLASHES";

/**
 * Access rules that a path evades by being written otherwise than the rule thinks of.
 * Source: https://istio.io/latest/docs/ops/best-practices/security/#use-default-deny-patterns, #understand-traffic-capture-limitations.
 */
export const evadablePaths: Rule = {
  name: "evadable-paths",
  codes: ["MESH0338", "MESH0369"],
  reads: ["security.istio.io/AuthorizationPolicy"],
  check: ({ mesh, list, report }) => {
    const isNormalized = toMap(mesh.config.pathNormalization).normalization === strongest;
    for (const object of list("security.istio.io/AuthorizationPolicy")) {
      const { action = "ALLOW", rules } = toMap(object.manifest.spec);
      const fields = evadable[toText(action)];
      if (fields === undefined) continue;
      toMaps(rules).forEach((rule, ruleIndex) => {
        toMaps(rule.to).forEach(({ operation }, index) => {
          const path = ["spec", "rules", ruleIndex, "to", index, "operation"];
          const does = action === "DENY" ? "denies only" : "allows all but";
          const paths = toTexts(toMap(operation)[fields.paths]);
          const problem = isNormalized ? findLeftOut(paths, does) : findOtherSpelling(paths, does);
          if (problem !== undefined) report(object, { code: "MESH0338", path: [...path, fields.paths], ...problem });
          const message = findOtherHosts(toTexts(toMap(operation)[fields.hosts]), does);
          if (message !== undefined) report(object, { code: "MESH0369", path: [...path, fields.hosts], message });
        });
      });
    }
  },
};

/** The lists of an operation that a request evades by being something else, by action. */
const evadable: Readonly<Record<string, { paths: string; hosts: string }>> = {
  ALLOW: { paths: "notPaths", hosts: "notHosts" },
  DENY: { paths: "paths", hosts: "hosts" },
};

interface Fault {
  message: string;
  remedy?: string;
}

function findOtherSpelling(given: readonly string[], does: string): Fault | undefined {
  const paths = given.filter((path) => path !== "*" && path !== "/*");
  if (paths.length === 0) return undefined;
  const base = findBase(given);
  const also = base === undefined ? "" : `, and ${base} itself is not among them`;
  return { message: `the rule ${does} ${paths.join(", ")}; the server may take another spelling for the same${also}` };
}

function findLeftOut(given: readonly string[], does: string): Fault | undefined {
  const base = findBase(given);
  return base === undefined
    ? undefined
    : { message: `the rule ${does} what is below ${base}, not ${base} itself`, remedy: `add ${base}` };
}

/** `/admin/*` is for what is below /admin, and not for /admin itself: the first such path that nothing else is for. */
function findBase(given: readonly string[]): string | undefined {
  return given
    .filter((path) => /^\/.+\/\*$/.test(path))
    .map((path) => path.slice(0, -"/*".length))
    .find((path) => !given.some((one) => one === path || one === `${path}*`));
}

/** A request's host has the port that it names. Source: `HostMatcher` in istio pilot/pkg/security/authz/matcher. */
function findOtherHosts(given: readonly string[], does: string): string | undefined {
  const [first] = given.filter((host) => !host.includes(":") && !host.endsWith("*") && !given.includes(`${host}:*`));
  return first && `the rule ${does} the host ${first}, and a request to ${first}:80 has another one`;
}
