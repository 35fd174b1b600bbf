import { toMap, toMaps } from "../../../text/read.js";
import type { Rule } from "../../rule.js";

/** Istio takes weights as shares of their sum, so that ones that look like percents and are none send other shares than they say. */
export const routeWeights: Rule = {
  name: "route-weights",
  codes: ["MESH0311"],
  reads: ["networking.istio.io/VirtualService"],
  check: ({ list, report }) => {
    for (const object of list("networking.istio.io/VirtualService")) {
      const spec = toMap(object.manifest.spec);
      for (const protocol of ["http", "tls", "tcp"]) {
        toMaps(spec[protocol]).forEach(({ route }, index) => {
          const weights = toMaps(route).map(({ weight }) => (typeof weight === "number" ? weight : 0));
          const sum = weights.reduce((total, weight) => total + weight, 0);
          // One destination gets everything whatever it says, and Istio refuses several that sum to nothing.
          if (weights.length < 2 || sum === 100 || sum === 0) return;
          const shares = weights.map((weight) => `${Number(((weight / sum) * 100).toFixed(1))}%`);
          const message = `the weights ${weights.join(", ")} sum to ${sum}, so the destinations get ${shares.join(", ")}`;
          report(object, { code: "MESH0311", path: ["spec", protocol, index, "route"], message });
        });
      }
    }
  },
};
