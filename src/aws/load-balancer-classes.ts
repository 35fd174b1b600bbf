import { AwsLoadBalancerClass } from "../istio/load-balancer/aws-load-balancer.js";
import type { LoadBalancerClasses } from "../mesh/load-balancer-classes.js";
import { hasControllerRole } from "./load-balancer-policy.js";
import type { EksSettings } from "./settings.js";

/**
 * Who makes load balancers in a cluster. Source for the default of Auto Mode:
 * https://docs.aws.amazon.com/eks/latest/userguide/auto-configure-nlb.html
 */
export function computeLoadBalancerClasses(cluster: EksSettings): LoadBalancerClasses {
  const { Controller, AutoMode } = AwsLoadBalancerClass;
  if (cluster.autoMode !== true) return { unserved: { [AutoMode]: "is without Auto Mode" } };
  // Without Auto Mode somebody else may have given the controller its role.
  if (hasControllerRole(cluster)) return { default: AutoMode };
  return {
    default: AutoMode,
    unserved: { [Controller]: "is one of Auto Mode, without the AWS Load Balancer Controller" },
  };
}
