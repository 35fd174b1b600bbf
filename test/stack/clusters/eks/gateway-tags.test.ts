// Does not prove that Auto Mode puts the tags on: that is AWS's page's to say.
import { expect, it } from "vitest";
import type { StackConfig } from "../../../../src/stack/config-schema.js";
import { completeGateways } from "../../../../src/stack/clusters/kinds.js";

const annotation = "service.beta.kubernetes.io/aws-load-balancer-additional-resource-tags";
const tags = { team: "shop", "cost center": "a=b" };
const cluster = {
  kind: "eks",
  clusterName: "prod",
  region: "eu-west-1",
  kubernetesVersion: "1.35",
  autoMode: true,
  tags,
} as const satisfies StackConfig["cluster"];
const tagged = { serviceAnnotations: { [annotation]: "team=shop,cost center=a=b" } };

it.each<[string, StackConfig, StackConfig["gateways"]]>([
  ["the one of the profile", { cluster }, { "istio-ingressgateway": tagged }],
  [
    "named ones, beside their other annotations",
    {
      cluster,
      controlPlane: { profile: "minimal" },
      gateways: {
        web: { serviceAnnotations: { other: "x" } },
        auto: { awsLoadBalancer: { loadBalancerClass: "eks.amazonaws.com/nlb" } },
        controlled: { awsLoadBalancer: {} },
        closed: { serviceType: "ClusterIP" },
        own: { serviceAnnotations: { [annotation]: "team=web" } },
        valued: { values: { service: { annotations: { [annotation]: "team=web" } } } },
      },
    },
    {
      web: { serviceAnnotations: { other: "x", ...tagged.serviceAnnotations } },
      auto: { awsLoadBalancer: { loadBalancerClass: "eks.amazonaws.com/nlb" }, ...tagged },
      controlled: { awsLoadBalancer: {} },
      closed: { serviceType: "ClusterIP" },
      own: { serviceAnnotations: { [annotation]: "team=web" } },
      valued: { values: { service: { annotations: { [annotation]: "team=web" } } } },
    },
  ],
  [
    "none with an egress gateway's, which has no load balancer",
    { cluster, controlPlane: { profile: "demo" } },
    { "istio-ingressgateway": tagged },
  ],
  ["none without tags", { cluster: { ...cluster, tags: {} }, gateways: { web: {} } }, { web: {} }],
  ["none without Auto Mode", { cluster: { ...cluster, autoMode: false }, gateways: { web: {} } }, { web: {} }],
  ["none of another cluster", { cluster: { kind: "local" }, gateways: { web: {} } }, { web: {} }],
])("the cluster's tags are on load balancers of gateways: %s", (_, config, expected) => {
  expect(completeGateways(config)).toEqual(expected);
});
