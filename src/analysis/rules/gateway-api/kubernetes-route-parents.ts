import { createParents, parentKinds } from "../../gateway-api/parents.js";
import { listParts, listRoutes, routeKinds } from "../../gateway-api/routes.js";
import { toMap } from "../../../text/read.js";
import type { Rule } from "../../rule.js";

/**
 * Routes and ListenerSets that what they are for does not take. Kiali: business/checkers/k8shttproutes and k8sgrpcroutes; `referenceAllowed` in
 * istio pilot/pkg/config/kube/gateway.
 */
export const kubernetesRouteParents: Rule = {
  name: "kubernetes-route-parents",
  codes: ["KIA1401"],
  reads: [...routeKinds, ...parentKinds],
  check: (context) => {
    const parents = createParents(context);
    for (const route of listRoutes(context)) {
      for (const { value, path } of listParts(toMap(route.manifest.spec).parentRefs, ["spec", "parentRefs"])) {
        const message = parents.findRouteProblem(route, value);
        if (message !== undefined) context.report(route, { code: "KIA1401", path, message });
      }
    }
    for (const set of context.list("gateway.networking.k8s.io/ListenerSet")) {
      const message = parents.findSetProblem(set);
      if (message !== undefined) context.report(set, { code: "KIA1401", path: ["spec", "parentRef"], message });
    }
  },
};
