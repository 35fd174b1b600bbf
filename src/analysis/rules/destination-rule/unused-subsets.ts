import { formatValue, toMap, toMaps, toText } from "../../../text/read.js";
import type { Rule } from "../../rule.js";
import { createSubsetUse } from "../../used-subsets.js";

/** Subsets that no VirtualService sends anything to; only what routes name gets there. */
export const unusedSubsets: Rule = {
  name: "unused-subsets",
  codes: ["MESH0310"],
  reads: ["networking.istio.io/VirtualService", "networking.istio.io/DestinationRule"],
  check: (context) => {
    const findUse = createSubsetUse(context);
    for (const object of context.list("networking.istio.io/DestinationRule")) {
      const { host, subsets } = toMap(object.manifest.spec);
      toMaps(subsets).forEach(({ name }, index) => {
        if (findUse(host, object.namespace, name) !== "none") return;
        const message = `no route goes to the subset "${toText(name)}" of "${formatValue(host)}"`;
        context.report(object, { code: "MESH0310", path: ["spec", "subsets", index, "name"], message });
      });
    }
  },
};
