// Does not prove that the cluster really has who makes the load balancer; only that the settings of cluster and gateway say so.
import { expect, it } from "vitest";
import { findLoadBalancerFit } from "../../src/aws/load-balancer-fit.js";
import type { EksSettings } from "../../src/aws/settings.js";
import { formatProblem } from "../findings/format-problem.js";
import type { AwsLoadBalancer } from "../../src/istio/load-balancer/aws-load-balancer.js";
import type { GatewaySettings } from "../../src/istio/gateway/gateway-settings.js";

const auto = { autoMode: true };
const ofAuto = { loadBalancerClass: "eks.amazonaws.com/nlb" } as const;

it.each<[Partial<EksSettings>, AwsLoadBalancer | undefined, string[]]>([
  [{}, undefined, []],
  [auto, undefined, []],
  [{}, {}, []],
  [{ loadBalancerController: false }, {}, []],
  [auto, ofAuto, []],
  [{ ...auto, loadBalancerController: true }, {}, []],
  [
    auto,
    {},
    [
      'error MESH0137: `awsLoadBalancer.loadBalancerClass` is "service.k8s.aws/nlb", but the cluster is one of Auto Mode, without the AWS Load Balancer Controller; set it to "eks.amazonaws.com/nlb"',
    ],
  ],
  [
    {},
    ofAuto,
    [
      'error MESH0137: `awsLoadBalancer.loadBalancerClass` is "eks.amazonaws.com/nlb", but the cluster is without Auto Mode; set it to "service.k8s.aws/nlb"',
    ],
  ],
])("%j with %j", (cluster, awsLoadBalancer, expected) => {
  const settings = { clusterName: "prod", region: "eu-west-1", kubernetesVersion: "1.35", ...cluster };
  expect(findLoadBalancerFit(settings, { awsLoadBalancer }).map(formatProblem)).toEqual(expected);
});

it.each<[string, Partial<EksSettings>, GatewaySettings, number]>([
  ["Auto Mode's load balancer is the one of a Service without a class", auto, {}, 1],
  ["a class is judged without its cluster", auto, { awsLoadBalancer: ofAuto }, 0],
  ["no load balancer is made", auto, { serviceType: "ClusterIP" }, 0],
  ["the cluster is without Auto Mode", {}, {}, 0],
])("annotations that are not read are found where %s", (_, cluster, gateway, number) => {
  const annotation = "service.beta.kubernetes.io/aws-load-balancer-access-log-enabled";
  const settings = { clusterName: "prod", region: "eu-west-1", kubernetesVersion: "1.35", ...cluster };
  const found = findLoadBalancerFit(settings, { ...gateway, serviceAnnotations: { [annotation]: "true" } });
  expect(found.map(formatProblem)).toEqual(
    Array.from(
      { length: number },
      () =>
        `error MESH0493: \`serviceAnnotations\` has ${annotation}, which load balancers of the class eks.amazonaws.com/nlb do not read; write access_logs.s3.enabled=true into the annotation service.beta.kubernetes.io/aws-load-balancer-attributes`,
    ),
  );
});
