import { toMap, toText } from "../../../text/read.js";
import type { Rule } from "../../rule.js";

/**
 * Services whose class the cluster does not serve, and those without one where the cluster sets it. AWS's page says that the class is set by
 * default. That this is only as a Service is created: webhooks/core/service_mutator.go of the AWS Load Balancer Controller, and a Classic
 * Load Balancer on a cluster of Auto Mode, kubernetes-sigs/aws-load-balancer-controller#4468.
 */
export const loadBalancerClasses: Rule = {
  name: "load-balancer-classes",
  codes: ["MESH0137", "MESH0496"],
  reads: ["Service"],
  check: ({ mesh: { loadBalancers }, list, report }) => {
    if (loadBalancers === undefined) return;
    const { default: byDefault, unserved = {} } = loadBalancers;
    for (const object of list("Service")) {
      const { type, loadBalancerClass } = toMap(object.manifest.spec);
      if (type !== "LoadBalancer") continue;
      const given = toText(loadBalancerClass);
      if (given !== "" && Object.hasOwn(unserved, given)) {
        const message = `the class is "${given}", but the cluster ${unserved[given]}: the Service waits for its address for ever`;
        report(object, { code: "MESH0137", path: ["spec", "loadBalancerClass"], message });
      } else if (given === "" && byDefault !== undefined) {
        const message = `the Service has no loadBalancerClass: the cluster sets ${byDefault} as it creates one, and not on one that is there`;
        const remedy = `set loadBalancerClass: ${byDefault}`;
        report(object, { code: "MESH0496", path: ["spec", "type"], message, remedy });
      }
    }
  },
};
