// Does not prove that the cluster really has who makes a load balancer; only that its settings say so.
import { expect, it } from "vitest";
import { computeLoadBalancerClasses } from "../../src/aws/load-balancer-classes.js";
import type { EksSettings } from "../../src/aws/settings.js";
import type { LoadBalancerClasses } from "../../src/mesh/load-balancer-classes.js";

const byDefault = "eks.amazonaws.com/nlb";

it.each<[Partial<EksSettings>, LoadBalancerClasses]>([
  [{}, { unserved: { [byDefault]: "is without Auto Mode" } }],
  [{ autoMode: false, loadBalancerController: false }, { unserved: { [byDefault]: "is without Auto Mode" } }],
  [
    { autoMode: true },
    {
      default: byDefault,
      unserved: { "service.k8s.aws/nlb": "is one of Auto Mode, without the AWS Load Balancer Controller" },
    },
  ],
  [{ autoMode: true, loadBalancerController: true }, { default: byDefault }],
])("%j -> %j", (cluster, classes) => {
  const settings = { clusterName: "prod", region: "eu-west-1", kubernetesVersion: "1.35", ...cluster };
  expect(computeLoadBalancerClasses(settings)).toEqual(classes);
});
