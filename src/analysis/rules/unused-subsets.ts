import { toFqdn } from "../hosts.js";
import { toMap, toMaps, toText } from "../../text/read.js";
import type { Rule } from "../rule.js";
import { listDestinations } from "../virtual-service.js";

/** Subsets that no VirtualService sends anything to; only what routes name gets there. */
export const unusedSubsets: Rule = {
  name: "unused-subsets",
  codes: ["MESH0310"],
  reads: ["networking.istio.io/VirtualService", "networking.istio.io/DestinationRule"],
  check: ({ list, report }) => {
    const used = new Set<string>();
    for (const object of list("networking.istio.io/VirtualService")) {
      for (const { host, subset } of listDestinations(object)) {
        used.add(`${toFqdn(host, object.namespace)} ${subset}`);
        // A rule for a wildcard may be any host's; its subsets are used where one has that name.
        used.add(`* ${subset}`);
      }
    }
    for (const object of list("networking.istio.io/DestinationRule")) {
      const spec = toMap(object.manifest.spec);
      const host = toText(spec.host);
      const key = host.startsWith("*") ? "*" : toFqdn(host, object.namespace);
      toMaps(spec.subsets).forEach(({ name }, index) => {
        if (used.has(`${key} ${toText(name)}`)) return;
        const message = `no route goes to the subset "${toText(name)}" of "${host}"`;
        report(object, { code: "MESH0310", path: ["spec", "subsets", index, "name"], message });
      });
    }
  },
};
