import { formatValue, toMap, toText } from "../../../text/read.js";
import type { Rule } from "../../rule.js";
import { listTrafficPolicies } from "../../traffic-policies.js";

/** What a port's settings take the place of; `tunnel`, `proxyProtocol` and `retryBudget` stay. */
const replaced = ["connectionPool", "loadBalancer", "outlierDetection", "tls"];

/** Source: `MergeTrafficPolicy` in istio pilot/pkg/model/destination_rule.go. */
export const portSettings: Rule = {
  name: "port-settings",
  codes: ["MESH0355"],
  reads: ["networking.istio.io/DestinationRule"],
  check: ({ list, report }) => {
    for (const object of list("networking.istio.io/DestinationRule")) {
      for (const { policy, path, port, around } of listTrafficPolicies(object)) {
        if (around === undefined) continue;
        const lost = replaced.filter((field) => policy[field] === undefined && isLoss(field, around[field]));
        if (lost.length === 0) continue;
        const what = `${lost.join(" and ")} above ${lost.length === 1 ? "does" : "do"} not count for port ${formatValue(port)}`;
        const message = `${what}: its settings take the place of all of them`;
        report(object, { code: "MESH0355", path, message, remedy: `repeat ${lost.join(" and ")} in it` });
      }
    }
  },
};

/** Of a plain choice of pods that is much as Istio's own nothing is lost. */
function isLoss(field: string, value: unknown): boolean {
  if (value === undefined) return false;
  const { simple, ...rest } = toMap(value);
  const isOwn = ["LEAST_REQUEST", "ROUND_ROBIN", "UNSPECIFIED"].includes(toText(simple));
  return !(field === "loadBalancer" && isOwn && Object.keys(rest).length === 0);
}
