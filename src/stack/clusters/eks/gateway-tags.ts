import { tagsAnnotation } from "../../../istio/load-balancer/auto-mode-annotations.js";
import { AwsLoadBalancerClass } from "../../../istio/load-balancer/aws-load-balancer.js";
import { computeGatewayValues } from "../../../istio/gateway/gateway-values.js";
import { resolveGateway } from "../../../istio/gateway/resolve.js";
import { readValue } from "../../../istio/merge.js";
import { computeMeshGateways } from "../../../istio/gateway/mesh-gateways.js";
import type { MeshOfCluster } from "../cluster-kind.js";
import type { EksSettings } from "../../../aws/settings.js";

/**
 * The gateways of a stack, with the tags of its cluster on those load balancers that EKS Auto Mode makes: it knows no tags of all load
 * balancers, only an annotation of each Service. One that a gateway has already stays.
 */
export function tagGateways(
  { autoMode = false, tags: given = {} }: Pick<EksSettings, "autoMode" | "tags">,
  { controlPlane, gateways }: MeshOfCluster,
): MeshOfCluster["gateways"] {
  if (!autoMode) return gateways;
  const tags = Object.entries(given).map(([key, value]) => `${key}=${value}`);
  if (tags.length === 0) return gateways;
  const tagged = Object.entries(computeMeshGateways(controlPlane, gateways ?? {})).flatMap(([name, settings]) => {
    const values = computeGatewayValues(resolveGateway(settings));
    const loadBalancerClass = readValue(values, "service.loadBalancerClass") ?? AwsLoadBalancerClass.AutoMode;
    const isOfAutoMode =
      (readValue(values, "service.type") ?? "LoadBalancer") === "LoadBalancer" &&
      loadBalancerClass === AwsLoadBalancerClass.AutoMode;
    const annotations = readValue(values, "service.annotations") as Record<string, unknown> | undefined;
    if (!isOfAutoMode || annotations?.[tagsAnnotation] !== undefined) return [];
    const own = gateways?.[name] ?? {};
    const serviceAnnotations = { ...own.serviceAnnotations, [tagsAnnotation]: tags.join(",") };
    return [[name, { ...own, serviceAnnotations }] as const];
  });
  return { ...gateways, ...Object.fromEntries(tagged) };
}
