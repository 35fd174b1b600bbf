import { createSettingProblem, type Problem } from "../findings/problem.js";
import { AwsLoadBalancerClass } from "../istio/load-balancer/aws-load-balancer.js";
import type { GatewaySettings } from "../istio/gateway/gateway-settings.js";
import { computeGatewayValues } from "../istio/gateway/gateway-values.js";
import type { Values } from "../istio/merge.js";
import { findUnreadAnnotations } from "../istio/load-balancer/unread-annotations.js";
import { hasControllerRole } from "./load-balancer-policy.js";
import type { EksSettings } from "./settings.js";

/** What is wrong with a gateway's load balancer on the cluster that is to make it. */
export function findLoadBalancerFit(cluster: EksSettings, gateway: GatewaySettings): Problem[] {
  return [...findUnmadeClass(cluster, gateway), ...findUnreadByDefault(cluster, gateway)];
}

/** A Service without a class gets that of Auto Mode where the cluster has it; one with a class is judged without its cluster. */
function findUnreadByDefault({ autoMode = false }: EksSettings, gateway: GatewaySettings): Problem[] {
  const { type, loadBalancerClass } = (computeGatewayValues(gateway).service ?? {}) as Values;
  const isDefault = autoMode && loadBalancerClass === undefined && (type ?? "LoadBalancer") === "LoadBalancer";
  return isDefault ? findUnreadAnnotations(gateway, AwsLoadBalancerClass.AutoMode) : [];
}

/** A load balancer of a class that nobody in the cluster makes: the Service would wait for its address for ever. */
function findUnmadeClass(cluster: EksSettings, { awsLoadBalancer }: GatewaySettings): Problem[] {
  if (awsLoadBalancer === undefined) return [];
  const { loadBalancerClass = AwsLoadBalancerClass.Controller } = awsLoadBalancer;
  const { autoMode = false } = cluster;
  const create = (other: AwsLoadBalancerClass, why: string) => {
    const message = `is "${loadBalancerClass}", but the cluster ${why}`;
    return [
      createSettingProblem(["awsLoadBalancer", "loadBalancerClass"], "MESH0137", message, `set it to "${other}"`),
    ];
  };
  if (loadBalancerClass === AwsLoadBalancerClass.AutoMode) {
    return autoMode ? [] : create(AwsLoadBalancerClass.Controller, "is without Auto Mode");
  }
  // Without Auto Mode somebody else may have given the controller its role.
  if (!autoMode || hasControllerRole(cluster)) return [];
  return create(AwsLoadBalancerClass.AutoMode, "is one of Auto Mode, without the AWS Load Balancer Controller");
}
