import { toFqdn } from "../../../mesh/host-names.js";
import { formatName } from "../../names.js";
import { formatValue, toMap, toMaps, toTexts } from "../../../text/read.js";
import type { Rule } from "../../rule.js";
import type { AnalyzedObject } from "../../../mesh/objects.js";

/** Source: `analyzeSubset` in istio pkg/config/analysis/analyzers/virtualservice/destinationhosts.go. */
export const ingressSubsets: Rule = {
  name: "ingress-subsets",
  codes: ["IST0140"],
  reads: ["networking.istio.io/VirtualService"],
  check: ({ list, report }) => {
    const objects = list("networking.istio.io/VirtualService");
    const splitting = new Map<string, AnalyzedObject>();
    for (const object of objects) for (const host of listSplitHosts(object)) splitting.set(host, object);
    for (const object of objects) {
      const gateways = toTexts(object.manifest.spec?.gateways).filter((name) => name !== "mesh");
      if (gateways.length === 0) continue;
      for (const { destination, path } of listDestinations(object)) {
        if (destination.subset !== undefined) continue;
        const other = splitting.get(toFqdn(formatValue(destination.host), object.namespace));
        if (other === undefined || other === object) continue;
        const message = `requests through ${gateways.join(", ")} go to all of ${formatValue(destination.host)}, whatever subsets VirtualService ${formatName(other)} routes it to`;
        report(object, { code: "IST0140", path: [...path, "host"], message });
      }
    }
  },
};

function listDestinations({ manifest }: AnalyzedObject) {
  return toMaps(manifest.spec?.http).flatMap((http, index) =>
    toMaps(http.route).map((route, at) => ({
      destination: toMap(route.destination),
      path: ["spec", "http", index, "route", at, "destination"],
    })),
  );
}

/** The hosts that a VirtualService is for and that it splits into subsets. */
function listSplitHosts(object: AnalyzedObject): string[] {
  const own = new Set(toTexts(object.manifest.spec?.hosts).map((host) => toFqdn(host, object.namespace)));
  return listDestinations(object)
    .filter(({ destination: { subset } }) => typeof subset === "string" && subset !== "")
    .map(({ destination: { host } }) => toFqdn(formatValue(host), object.namespace))
    .filter((host) => own.has(host));
}
