// Does not prove that Auto Mode leaves these annotations unread: AWS's page says it.
import { expect, it } from "vitest";
import { findGatewayProblems } from "../../../src/istio/gateway/gateway-values.js";
import type { GatewaySettings } from "../../../src/istio/gateway/gateway-settings.js";
import { formatProblem } from "../../findings/format-problem.js";

const prefix = "service.beta.kubernetes.io";
const proxyProtocol = { [`${prefix}/aws-load-balancer-proxy-protocol`]: "*" };
const accessLog = { [`${prefix}/aws-load-balancer-access-log-enabled`]: "true" };
const ranges = { [`${prefix}/load-balancer-source-ranges`]: "203.0.113.0/24" };
const loadBalancerClass = "eks.amazonaws.com/nlb";
const ofClass = { service: { loadBalancerClass } };
const unread = (place: string) =>
  `error MESH0493: \`${place}\` has ${prefix}/aws-load-balancer-proxy-protocol, which load balancers of the class eks.amazonaws.com/nlb do not read; write proxy_protocol_v2.enabled=true into the annotation ${prefix}/aws-load-balancer-target-group-attributes`;

it.each<[string, GatewaySettings, string[]]>([
  ["by `values`", { values: ofClass, serviceAnnotations: proxyProtocol }, [unread("serviceAnnotations")]],
  [
    "by `values` alone",
    { values: { service: { loadBalancerClass, annotations: proxyProtocol } } },
    [unread("values.service.annotations")],
  ],
  [
    "with ranges, of which AWS's page says both",
    { values: ofClass, serviceAnnotations: ranges },
    [
      `warning MESH0494: \`serviceAnnotations\` has ${prefix}/load-balancer-source-ranges, which load balancers of the class eks.amazonaws.com/nlb may not read; use the Service's field spec.loadBalancerSourceRanges`,
    ],
  ],
  [
    "by `awsLoadBalancer`, which says itself what it decides",
    { awsLoadBalancer: { loadBalancerClass }, serviceAnnotations: { ...proxyProtocol, ...accessLog } },
    [
      `error MESH0134: \`serviceAnnotations\` has ${prefix}/aws-load-balancer-proxy-protocol, which \`awsLoadBalancer\` decides; remove it there and use the settings of \`awsLoadBalancer\``,
      `error MESH0493: \`serviceAnnotations\` has ${prefix}/aws-load-balancer-access-log-enabled, which load balancers of the class eks.amazonaws.com/nlb do not read; write access_logs.s3.enabled=true into the annotation ${prefix}/aws-load-balancer-attributes`,
    ],
  ],
  [
    "of a Gateway of the Kubernetes API",
    { api: "gateway-api", awsLoadBalancer: { loadBalancerClass }, serviceAnnotations: accessLog },
    [
      `error MESH0493: \`serviceAnnotations\` has ${prefix}/aws-load-balancer-access-log-enabled, which load balancers of the class eks.amazonaws.com/nlb do not read; write access_logs.s3.enabled=true into the annotation ${prefix}/aws-load-balancer-attributes`,
    ],
  ],
  ["of another class", { awsLoadBalancer: {}, serviceAnnotations: accessLog }, []],
  ["without a class", { serviceAnnotations: proxyProtocol }, []],
  ["with what Auto Mode writes itself", { awsLoadBalancer: { loadBalancerClass, proxyProtocol: true } }, []],
])("annotations that Auto Mode does not read are found %s", (_, settings, expected) => {
  expect(findGatewayProblems(settings).map(formatProblem)).toEqual(expected);
});
