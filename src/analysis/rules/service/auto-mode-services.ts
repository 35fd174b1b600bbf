import { findUnread } from "../../../istio/load-balancer/auto-mode-annotations.js";
import { AwsLoadBalancerClass } from "../../../istio/load-balancer/aws-load-balancer.js";
import { toMap } from "../../../text/read.js";
import type { ValuePath } from "../../../findings/place.js";
import type { Manifest } from "../../../kubernetes/manifest.js";
import { readMadeServiceType } from "../../gateway-objects.js";
import type { Rule } from "../../rule.js";

const { AutoMode } = AwsLoadBalancerClass;

/** Services whose load balancer EKS Auto Mode makes, with annotations that it does not read; Gateways hand theirs on to such a Service. */
export const autoModeServices: Rule = {
  name: "auto-mode-services",
  codes: ["MESH0493", "MESH0494"],
  reads: ["Service", "gateway.networking.k8s.io/Gateway"],
  check: ({ mesh, list, report }) => {
    const isDefault = mesh.loadBalancers?.default === AutoMode;
    const services = list("Service").filter(({ manifest }) => {
      const { type, loadBalancerClass = isDefault ? AutoMode : undefined } = toMap(manifest.spec);
      return type === "LoadBalancer" && loadBalancerClass === AutoMode;
    });
    const gateways = isDefault
      ? list("gateway.networking.k8s.io/Gateway").filter(
          ({ manifest }) => readMadeServiceType(manifest) === "LoadBalancer",
        )
      : [];
    for (const object of [...services, ...gateways]) {
      const { path, annotations } = readAnnotations(object.manifest);
      for (const annotation of Object.keys(toMap(annotations))) {
        const unread = findUnread(annotation);
        if (unread === undefined) continue;
        const { code, verb, remedy } = unread;
        const message = `load balancers of the class ${AutoMode} ${verb} the annotation ${annotation}`;
        report(object, { code, path: [...path, annotation], message, remedy });
      }
    }
  },
};

/** istiod copies those of a Gateway's infrastructure, or without any the Gateway's own: `extractInfrastructureMetadata`. */
function readAnnotations({ kind, metadata, spec }: Manifest): { path: ValuePath; annotations: unknown } {
  const { annotations } = toMap(toMap(spec).infrastructure);
  return kind === "Gateway" && annotations !== undefined
    ? { path: ["spec", "infrastructure", "annotations"], annotations }
    : { path: ["metadata", "annotations"], annotations: metadata.annotations };
}
