import { findUnread } from "../../../istio/load-balancer/auto-mode-annotations.js";
import { AwsLoadBalancerClass } from "../../../istio/load-balancer/aws-load-balancer.js";
import { toMap } from "../../../text/read.js";
import type { Rule } from "../../rule.js";

/** Services whose load balancer EKS Auto Mode makes, with annotations that it does not read. */
export const autoModeServices: Rule = {
  name: "auto-mode-services",
  codes: ["MESH0493", "MESH0494"],
  reads: ["Service"],
  check: ({ list, report }) => {
    for (const object of list("Service")) {
      const { type, loadBalancerClass } = toMap(object.manifest.spec);
      if (type !== "LoadBalancer" || loadBalancerClass !== AwsLoadBalancerClass.AutoMode) continue;
      for (const annotation of Object.keys(toMap(object.manifest.metadata.annotations))) {
        const unread = findUnread(annotation);
        if (unread === undefined) continue;
        const { code, verb, remedy } = unread;
        const path = ["metadata", "annotations", annotation];
        const message = `load balancers of the class ${AwsLoadBalancerClass.AutoMode} ${verb} the annotation ${annotation}`;
        report(object, { code, path, message, remedy });
      }
    }
  },
};
