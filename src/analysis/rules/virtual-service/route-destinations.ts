import { toFqdn } from "../../../mesh/host-names.js";
import { formatValue, toMap, toMaps, toText } from "../../../text/read.js";
import type { Rule, RuleContext } from "../../rule.js";
import type { AnalyzedObject } from "../../../mesh/objects.js";

/** Kiali: business/checkers/virtualservices/route_checker.go; other ports and other changes of headers are other destinations. */
export const routeDestinations: Rule = {
  name: "route-destinations",
  codes: ["KIA1104", "KIA1105"],
  reads: ["networking.istio.io/VirtualService"],
  check: (context) => {
    for (const object of context.list("networking.istio.io/VirtualService")) {
      for (const protocol of ["http", "tls", "tcp"]) {
        toMaps(toMap(object.manifest.spec)[protocol]).forEach(({ route }, index) => {
          checkRoute(context, object, toMaps(route), ["spec", protocol, index, "route"]);
        });
      }
    }
  },
};

function checkRoute(
  { report }: RuleContext,
  object: AnalyzedObject,
  destinations: readonly Record<string, any>[],
  path: readonly (string | number)[],
): void {
  const [first] = destinations;
  const weight: unknown = first?.weight;
  if (destinations.length === 1 && typeof weight === "number" && weight > 0 && weight < 100) {
    const message = `the only destination of a route gets everything, not ${weight}%`;
    report(object, { code: "KIA1104", path: [...path, 0, "weight"], message });
  }
  const seen = new Map<string, number>();
  destinations.forEach(({ destination, headers }, index) => {
    const { host, subset, port } = toMap(destination);
    if (toText(host) === "") return;
    const key = JSON.stringify([toFqdn(toText(host), object.namespace), subset ?? "", port ?? {}, headers ?? {}]);
    const before = seen.get(key);
    if (before === undefined) seen.set(key, index);
    else {
      const what = `${formatValue(host)}${subset === undefined ? "" : ` with the subset ${formatValue(subset)}`}`;
      const message = `${what} is the destination ${before + 1} of this route already`;
      report(object, { code: "KIA1105", path: [...path, index, "destination"], message });
    }
  });
}
