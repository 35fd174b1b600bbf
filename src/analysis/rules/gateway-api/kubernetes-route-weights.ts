import { listRoutes, listRules, routeKinds } from "../../gateway-api/routes.js";
import { toMaps } from "../../../text/read.js";
import type { Rule } from "../../rule.js";

/** Filters beside which a rule still needs a backend; others may answer by themselves. */
const passing: ReadonlySet<unknown> = new Set([
  "CORS",
  "RequestHeaderModifier",
  "RequestMirror",
  "ResponseHeaderModifier",
  "URLRewrite",
]);

const answers: Readonly<Record<string, string>> = {
  GRPCRoute: "every call gets the answer 500",
  HTTPRoute: "every request gets the answer 500",
};

/** Source: `convertHTTPRoute` and its like in istio pilot/pkg/config/kube/gateway. */
export const kubernetesRouteWeights: Rule = {
  name: "kubernetes-route-weights",
  codes: ["MESH0374"],
  reads: [...routeKinds],
  check: (context) => {
    for (const route of listRoutes(context)) {
      for (const { value, path } of listRules(route)) {
        if (!toMaps(value.filters).every(({ type }) => passing.has(type))) continue;
        const backends = toMaps(value.backendRefs);
        if (backends.some(({ weight = 1 }) => weight !== 0)) continue;
        const why = backends.length === 0 ? "names no backend" : "gives every backend the weight 0";
        const answer = answers[route.manifest.kind] ?? "every connection is refused";
        const at = backends.length === 0 ? path : [...path, "backendRefs"];
        context.report(route, { code: "MESH0374", path: at, message: `the rule ${why}, so ${answer}` });
      }
    }
  },
};
