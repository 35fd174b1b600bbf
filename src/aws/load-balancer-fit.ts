import { createSettingProblem, type Problem } from "../findings/problem.js";
import { AwsLoadBalancerClass } from "../istio/load-balancer/aws-load-balancer.js";
import { computeGatewayValues } from "../istio/gateway/gateway-values.js";
import type { ResolvedGateway } from "../istio/gateway/resolve.js";
import type { Values } from "../istio/merge.js";
import { findUnreadAnnotations } from "../istio/load-balancer/unread-annotations.js";
import { computeLoadBalancerClasses } from "./load-balancer-classes.js";
import type { EksSettings } from "./settings.js";

/** What is wrong with a gateway's load balancer on the cluster that is to make it. */
export function findLoadBalancerFit(cluster: EksSettings, gateway: ResolvedGateway): Problem[] {
  return [...findUnmadeClass(cluster, gateway), ...findUnreadByDefault(cluster, gateway)];
}

/** A Service without a class gets that of Auto Mode where the cluster has it; one with a class is judged without its cluster. */
function findUnreadByDefault(cluster: EksSettings, gateway: ResolvedGateway): Problem[] {
  const { type, loadBalancerClass } = (computeGatewayValues(gateway).service ?? {}) as Values;
  const isDefault = loadBalancerClass === undefined && (type ?? "LoadBalancer") === "LoadBalancer";
  return isDefault ? findUnreadAnnotations(gateway, computeLoadBalancerClasses(cluster).default) : [];
}

/** A load balancer of a class that nobody in the cluster makes: the Service would wait for its address for ever. */
function findUnmadeClass(cluster: EksSettings, { awsLoadBalancer }: ResolvedGateway): Problem[] {
  if (awsLoadBalancer === undefined) return [];
  const { loadBalancerClass } = awsLoadBalancer;
  const why = computeLoadBalancerClasses(cluster).unserved?.[loadBalancerClass];
  if (why === undefined) return [];
  const { Controller, AutoMode } = AwsLoadBalancerClass;
  const other = loadBalancerClass === AutoMode ? Controller : AutoMode;
  const message = `is "${loadBalancerClass}", but the cluster ${why}`;
  return [createSettingProblem(["awsLoadBalancer", "loadBalancerClass"], "MESH0137", message, `set it to "${other}"`)];
}
