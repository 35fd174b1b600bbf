import { createSettingProblem, type Problem } from "../../findings/problem.js";
import { AwsLoadBalancerClass } from "./aws-load-balancer.js";
import { ownedAnnotations } from "./aws-load-balancer-problems.js";
import { findUnread } from "./auto-mode-annotations.js";
import type { GatewaySettings } from "../gateway/gateway-settings.js";
import { isValues, readValue } from "../merge.js";

/**
 * Annotations of a gateway's Service that EKS Auto Mode does not read.
 * @param loadBalancerClass the class that the Service has in the end; any other than Auto Mode's is not judged
 */
export function findUnreadAnnotations(settings: GatewaySettings, loadBalancerClass: unknown): Problem[] {
  if (loadBalancerClass !== AwsLoadBalancerClass.AutoMode) return [];
  const places = {
    serviceAnnotations: settings.serviceAnnotations,
    "values.service.annotations": readValue(settings.values, "service.annotations"),
  };
  // Of these is said already that `awsLoadBalancer` decides them.
  const decided = settings.awsLoadBalancer === undefined ? [] : ownedAnnotations;
  return Object.entries(places).flatMap(([place, annotations]) =>
    Object.keys(isValues(annotations) ? annotations : {}).flatMap((annotation) => {
      const unread = findUnread(annotation);
      if (unread === undefined || decided.includes(annotation)) return [];
      const { code, verb, remedy } = unread;
      const message = `has ${annotation}, which load balancers of the class ${AwsLoadBalancerClass.AutoMode} ${verb}`;
      return [createSettingProblem(place.split("."), code, message, remedy)];
    }),
  );
}
