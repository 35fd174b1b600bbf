import { toMap, toMaps } from "../../../text/read.js";
import type { Rule, RuleContext } from "../../rule.js";

const removedGroup = "rbac.istio.io";

/** Source: istio pkg/config/analysis/analyzers/deprecation. */
export const deprecatedFields: Rule = {
  name: "deprecated-fields",
  codes: ["IST0002"],
  reads: [
    "networking.istio.io/VirtualService",
    "networking.istio.io/Sidecar",
    "apiextensions.k8s.io/CustomResourceDefinition",
  ],
  check: (context) => {
    checkVirtualServices(context);
    checkSidecars(context);
    checkDefinitions(context);
  },
};

function checkVirtualServices({ list, report }: RuleContext): void {
  for (const object of list("networking.istio.io/VirtualService")) {
    toMaps(object.manifest.spec?.http).forEach((route, index) => {
      if (toMap(toMap(route.fault).delay).percent === undefined) return;
      const path = ["spec", "http", index, "fault", "delay", "percent"];
      const message = "fault.delay.percent is deprecated";
      report(object, { code: "IST0002", path, message, remedy: "use fault.delay.percentage.value" });
    });
  }
}

function checkSidecars({ list, report }: RuleContext): void {
  for (const object of list("networking.istio.io/Sidecar")) {
    if (toMap(object.manifest.spec?.outboundTrafficPolicy).egressProxy === undefined) continue;
    const path = ["spec", "outboundTrafficPolicy", "egressProxy"];
    const message = "outboundTrafficPolicy.egressProxy is ignored";
    report(object, { code: "IST0002", path, message, remedy: "remove it" });
  }
}

function checkDefinitions({ list, report }: RuleContext): void {
  for (const object of list("apiextensions.k8s.io/CustomResourceDefinition")) {
    if (toMap(object.manifest.spec).group !== removedGroup) continue;
    const message = `Istio does not have the group ${removedGroup} any more`;
    const remedy = "use AuthorizationPolicy, and remove this";
    report(object, { code: "IST0002", path: ["spec", "group"], message, remedy });
  }
}
