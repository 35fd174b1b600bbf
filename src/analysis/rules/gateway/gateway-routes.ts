import { formatOthers } from "../../names.js";
import { toMap, toMaps, toText, toTexts } from "../../../text/read.js";
import type { Rule, RuleContext } from "../../rule.js";
import type { AnalyzedObject } from "../../../mesh/objects.js";
import { file } from "../../../mesh/selection.js";
import { resolveGateway } from "../../../mesh/virtual-service.js";

/** A match of a VirtualService, for one host at one gateway. */
interface Claim {
  object: AnalyzedObject;
  host: string;
  index: number;
  isAll: boolean;
}

/**
 * Kiali: business/checkers/virtualservices/single_host_checker.go, but a gateway joins VirtualServices of one host, so they clash only where their matches
 * are the same; and no_gateway_checker.go. For callers inside the mesh this is IST0109.
 */
export const gatewayRoutes: Rule = {
  name: "gateway-routes",
  codes: ["KIA1106", "KIA1108"],
  reads: ["networking.istio.io/VirtualService"],
  check: (context) => {
    const claims = new Map<string, Claim[]>();
    for (const object of context.list("networking.istio.io/VirtualService")) {
      const { gateways, hosts } = toMap(object.manifest.spec);
      toTexts(gateways).forEach((name, index) => {
        if (name === "mesh") return;
        const gateway = resolveGateway(name, object.namespace);
        if (!name.includes("/") && name.includes(".")) {
          const message = `"${name}" is the old way to write ${gateway.namespace}/${gateway.name}`;
          context.report(object, { code: "KIA1108", path: ["spec", "gateways", index], message });
        }
        const before = `${gateway.namespace}/${gateway.name}`;
        for (const host of toTexts(hosts)) fileMatches(object, `${before} ${host.toLowerCase()}`, host, claims);
      });
    }
    checkClaims(context, claims);
  },
};

function fileMatches(object: AnalyzedObject, before: string, host: string, claims: Map<string, Claim[]>): void {
  const seen = new Set<string>();
  for (const protocol of ["http", "tls", "tcp"]) {
    toMaps(toMap(object.manifest.spec)[protocol]).forEach(({ match }, index) => {
      const matches = toMaps(match);
      for (const one of matches.length === 0 ? [{}] : matches) {
        const text = format({ ...one, name: undefined });
        const key = `${before} ${protocol} ${text}`;
        if (seen.has(key)) continue;
        seen.add(key);
        file(claims, key, { object, host, index, isAll: text === "{}" });
      }
    });
  }
}

/** A value as a text, the same for the same whatever the order of its keys. */
function format(value: unknown): string {
  return JSON.stringify(value, (_, one: unknown) =>
    typeof one === "object" && one !== null && !Array.isArray(one)
      ? Object.fromEntries(Object.entries(one).sort(([a], [b]) => (a < b ? -1 : 1)))
      : one,
  );
}

/** Once for each VirtualService, by the first match that another one has. */
function checkClaims({ report }: RuleContext, claims: ReadonlyMap<string, readonly Claim[]>): void {
  const reported = new Set<AnalyzedObject>();
  for (const [key, same] of claims) {
    if (same.length < 2) continue;
    const objects = same.map(({ object }) => object);
    for (const { object, host, index, isAll } of same) {
      if (reported.has(object)) continue;
      reported.add(object);
      const [gateway = "", , protocol = ""] = key.split(" ", 3);
      const what = isAll ? "a route for all requests" : "the same match";
      const message = `${formatOthers(objects, object)} has ${what} for "${toText(host)}" at Gateway ${gateway} too; the oldest counts`;
      report(object, { code: "KIA1106", path: ["spec", protocol, index], message });
    }
  }
}
