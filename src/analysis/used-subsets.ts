import { toFqdn } from "../mesh/host-names.js";
import { toText } from "../text/read.js";
import type { RuleContext } from "./rule.js";
import { listDestinations } from "../mesh/virtual-service.js";

/** Who names a subset: no route at all, routes that send nothing there, or one that sends requests. */
export type SubsetUse = "none" | "named" | "used";

/** Asks who names a subset of a DestinationRule's host. Reads `VirtualService`. */
export function createSubsetUse({
  list,
}: RuleContext): (host: unknown, namespace: string, subset: unknown) => SubsetUse {
  const named = new Set<string>();
  const used = new Set<string>();
  for (const object of list("networking.istio.io/VirtualService")) {
    for (const { host, subset, isIdle } of listDestinations(object)) {
      // A rule for a wildcard may be any host's; its subsets are used where one has that name.
      for (const key of [`${toFqdn(host, object.namespace)} ${subset}`, `* ${subset}`]) {
        named.add(key);
        if (!isIdle) used.add(key);
      }
    }
  }
  return (host, namespace, subset) => {
    const name = toText(host);
    const key = `${name.startsWith("*") ? "*" : toFqdn(name, namespace)} ${toText(subset)}`;
    return used.has(key) ? "used" : named.has(key) ? "named" : "none";
  };
}
