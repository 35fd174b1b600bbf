import { listFilters, listParts, listRoutes, listRules, routeKinds, type Part } from "../../gateway-api/routes.js";
import { toMap, toText } from "../../../text/read.js";
import type { Rule } from "../../rule.js";
import { hasBrokenVariable, hasStrangeCharacter } from "../../validation/header-values.js";

/**
 * What the admission webhook refuses of a VirtualService nobody looks at here. istiod accepts a route with a broken variable, Envoy refuses the route
 * configuration whole, and the gateway stays with the routes that it had, whatever is added later. Seen with Istio 1.31.0.
 */
export const kubernetesRouteHeaders: Rule = {
  name: "kubernetes-route-headers",
  codes: ["MESH0373"],
  reads: [...routeKinds],
  check: (context) => {
    for (const route of listRoutes(context)) {
      for (const { value, path } of listRules(route).flatMap(listFilters).flatMap(listHeaders)) {
        const message = describeFault(toText(value.name), toText(value.value));
        if (message !== undefined) context.report(route, { code: "MESH0373", path: [...path, "value"], message });
      }
    }
  },
};

function describeFault(name: string, value: string): string | undefined {
  if (hasStrangeCharacter(value)) {
    return `istiod leaves the rule out: the value of the header ${name} has a character that no header has`;
  }
  if (!hasBrokenVariable(value)) return undefined;
  return `the proxy refuses this value of the header ${name}, and every later change of its routes; write %% for a literal %, or close the variable with %`;
}

function listHeaders({ value, path }: Part): Part[] {
  return ["requestHeaderModifier", "responseHeaderModifier"].flatMap((modifier) =>
    ["set", "add"].flatMap((change) => listParts(toMap(value[modifier])[change], [...path, modifier, change])),
  );
}
