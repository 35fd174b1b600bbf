import { toMaps, toTexts } from "../../../text/read.js";
import type { Rule } from "../../rule.js";

/** Source: https://istio.io/latest/docs/ops/best-practices/security/#avoid-overly-broad-hosts-configurations. */
export const broadGatewayHosts: Rule = {
  name: "broad-gateway-hosts",
  codes: ["MESH0322"],
  reads: ["networking.istio.io/Gateway"],
  check: ({ list, report }) => {
    for (const object of list("networking.istio.io/Gateway")) {
      toMaps(object.manifest.spec?.servers).forEach(({ hosts }, index) => {
        toTexts(hosts).forEach((host, at) => {
          // One that is for the VirtualServices of a single namespace is for those who own it.
          if (host !== "*" && host !== "*/*") return;
          const path = ["spec", "servers", index, "hosts", at];
          report(object, { code: "MESH0322", path, message: `the host "${host}" matches every domain` });
        });
      });
    }
  },
};
