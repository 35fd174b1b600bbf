// Does not prove that the AWS Load Balancer Controller makes what is asked for: there was no AWS account at hand. What it reads is compared
// with its documentation.
import { describe, expect, it } from "vitest";
import { formatProblem } from "../../findings/format-problem.js";
import type { GatewaySettings } from "../../../src/istio/gateway/gateway-settings.js";
import { computeGatewayValues, findGatewayProblems } from "../../../src/istio/gateway/gateway-values.js";
import type { Values } from "../../../src/istio/merge.js";
import { deepFreeze } from "../freeze.js";

const aws = "service.beta.kubernetes.io/aws-load-balancer-";
const loadBalancerClass = "service.k8s.aws/nlb";
const http = { [`${aws}healthcheck-protocol`]: "http", [`${aws}healthcheck-path`]: "/healthz/ready" };
const instance = { [`${aws}scheme`]: "internal", [`${aws}nlb-target-type`]: "instance" };
const status = { name: "status-port", port: 15021 };

describe("computeGatewayValues with a load balancer of AWS", () => {
  it.each<[string, GatewaySettings, Values]>([
    [
      "by default: private, to the pods, asking them whether they are ready",
      { awsLoadBalancer: {} },
      {
        service: {
          loadBalancerClass,
          annotations: {
            [`${aws}scheme`]: "internal",
            [`${aws}nlb-target-type`]: "ip",
            [`${aws}healthcheck-port`]: "15021",
            ...http,
          },
        },
      },
    ],
    [
      "all settings",
      {
        serviceAnnotations: { [`${aws}name`]: "edge" },
        sourceRanges: ["203.0.113.0/24"],
        ports: [{ name: "https", port: 443, targetPort: 8443, nodePort: 30443 }],
        allocateNodePorts: false,
        externalTrafficPolicy: "Cluster",
        awsLoadBalancer: {
          scheme: "internet-facing",
          targetType: "ip",
          proxyProtocol: true,
          healthCheck: {
            protocol: "tcp",
            port: 443,
            intervalSeconds: 5,
            healthyThreshold: 2,
            unhealthyThreshold: 4,
          },
          crossZone: false,
          subnets: ["subnet-a", "subnet-b"],
          attributes: { "deletion_protection.enabled": "true" },
          loadBalancerClass: "eks.amazonaws.com/nlb",
        },
      },
      {
        podAnnotations: { "proxy.istio.io/config": '{"gatewayTopology":{"proxyProtocol":{}}}' },
        env: { ENVOY_STATUS_PORT_ENABLE_PROXY_PROTOCOL: "true" },
        service: {
          ports: [{ name: "https", port: 443, protocol: "TCP", targetPort: 8443, nodePort: 30443 }],
          loadBalancerSourceRanges: ["203.0.113.0/24"],
          externalTrafficPolicy: "Cluster",
          allocateLoadBalancerNodePorts: false,
          loadBalancerClass: "eks.amazonaws.com/nlb",
          annotations: {
            [`${aws}name`]: "edge",
            [`${aws}scheme`]: "internet-facing",
            [`${aws}nlb-target-type`]: "ip",
            // What Auto Mode reads; it does not support the annotation `proxy-protocol`.
            [`${aws}target-group-attributes`]: "proxy_protocol_v2.enabled=true",
            [`${aws}subnets`]: "subnet-a,subnet-b",
            [`${aws}attributes`]: "deletion_protection.enabled=true,load_balancing.cross_zone.enabled=false",
            [`${aws}healthcheck-protocol`]: "tcp",
            // Of the pod, not of the Service: the load balancer goes past the latter.
            [`${aws}healthcheck-port`]: "8443",
            [`${aws}healthcheck-interval`]: "5",
            [`${aws}healthcheck-healthy-threshold`]: "2",
            [`${aws}healthcheck-unhealthy-threshold`]: "4",
          },
        },
      },
    ],
    [
      "attributes of target groups beside the one of the PROXY protocol",
      {
        serviceAnnotations: { [`${aws}target-group-attributes`]: "deregistration_delay.timeout_seconds=30" },
        awsLoadBalancer: { proxyProtocol: true },
      },
      {
        podAnnotations: { "proxy.istio.io/config": '{"gatewayTopology":{"proxyProtocol":{}}}' },
        env: { ENVOY_STATUS_PORT_ENABLE_PROXY_PROTOCOL: "true" },
        service: {
          loadBalancerClass,
          annotations: {
            [`${aws}scheme`]: "internal",
            [`${aws}nlb-target-type`]: "ip",
            [`${aws}target-group-attributes`]: "deregistration_delay.timeout_seconds=30,proxy_protocol_v2.enabled=true",
            [`${aws}healthcheck-port`]: "15021",
            ...http,
          },
        },
      },
    ],
    [
      "instance targets: the controller looks up the node port by the port's name",
      { awsLoadBalancer: { targetType: "instance" } },
      {
        service: {
          loadBalancerClass,
          annotations: { ...instance, [`${aws}healthcheck-port`]: "status-port", ...http },
        },
      },
    ],
    [
      "instance targets and a static node port",
      { awsLoadBalancer: { targetType: "instance" }, ports: [{ ...status, nodePort: 30021 }] },
      {
        service: {
          loadBalancerClass,
          ports: [{ ...status, protocol: "TCP", targetPort: 15021, nodePort: 30021 }],
          annotations: { ...instance, [`${aws}healthcheck-port`]: "30021", ...http },
        },
      },
    ],
    [
      "instance targets with Local: kube-proxy's own check",
      { awsLoadBalancer: { targetType: "instance" }, externalTrafficPolicy: "Local" },
      { service: { loadBalancerClass, externalTrafficPolicy: "Local", annotations: instance } },
    ],
    [
      "the overlay wins, and its ports are those that count",
      {
        awsLoadBalancer: { healthCheck: { port: 80 } },
        values: { service: { loadBalancerClass: "own/nlb", ports: [{ name: "http", port: 80, targetPort: 8080 }] } },
      },
      {
        service: {
          loadBalancerClass: "own/nlb",
          ports: [{ name: "http", port: 80, targetPort: 8080 }],
          annotations: {
            [`${aws}scheme`]: "internal",
            [`${aws}nlb-target-type`]: "ip",
            [`${aws}healthcheck-port`]: "8080",
            ...http,
          },
        },
      },
    ],
  ])("%s", (_, settings, expected) => {
    expect(findGatewayProblems(deepFreeze(settings))).toEqual([]);
    expect(dropUndefined(computeGatewayValues(deepFreeze(settings)))).toEqual(expected);
  });
});

/** As the values are after JSON, in which they go to Helm. */
const dropUndefined = (values: Values): unknown => JSON.parse(JSON.stringify(values));

describe("findGatewayProblems with a load balancer of AWS", () => {
  const check = (settings: unknown) => findGatewayProblems(settings as GatewaySettings).map(formatProblem);
  const contradict = "remove it there and use the settings of `awsLoadBalancer`";

  it("names all mistakes at once", () => {
    const settings = {
      serviceAnnotations: {
        [`${aws}proxy-protocol`]: "*",
        [`${aws}target-group-attributes`]: "proxy_protocol_v2.enabled=false",
        [`${aws}name`]: "edge",
      },
      values: {
        podAnnotations: { "proxy.istio.io/config": "{}" },
        env: { ENVOY_STATUS_PORT_ENABLE_PROXY_PROTOCOL: "false" },
        service: { annotations: { [`${aws}scheme`]: "internal" } },
      },
      sourceRanges: ["2001:db8::/32"],
      awsLoadBalancer: {
        scheme: "public",
        targetType: "pods",
        loadBalancerClass: "nlb",
        proxyProtocol: true,
        healthCheck: { protocol: "grpc", port: 8080, path: "ready", intervalSeconds: 4, healthyThreshold: 1.5 },
        crossZone: true,
        attributes: { "load_balancing.cross_zone.enabled": "false", "a=b": "c" },
        subnets: ["subnet-a", "subnet-a"],
      },
    };
    expect(check(settings)).toEqual([
      'error MESH0106: `awsLoadBalancer.scheme` is "public", but must be one of internet-facing, internal; use one of the listed values',
      'error MESH0106: `awsLoadBalancer.targetType` is "pods", but must be one of ip, instance; use one of the listed values',
      'error MESH0106: `awsLoadBalancer.loadBalancerClass` is "nlb", but must be one of service.k8s.aws/nlb, eks.amazonaws.com/nlb; use one of the listed values',
      'error MESH0106: `awsLoadBalancer.healthCheck.protocol` is "grpc", but must be one of http, tcp; use one of the listed values',
      "error MESH0132: `awsLoadBalancer.healthCheck.port` is 8080, which the Service does not have; the Service's ports are 15021, 80, 443; use one of them, or add 8080 to `ports`",
      'error MESH0132: `awsLoadBalancer.healthCheck.path` is "ready", but must begin with /; write it as "/ready"',
      "error MESH0132: `awsLoadBalancer.healthCheck.intervalSeconds` is 4, but must be an integer of 5-300; use a number in that range",
      "error MESH0132: `awsLoadBalancer.healthCheck.healthyThreshold` is 1.5, but must be an integer of 2-10; use a number in that range",
      "error MESH0109: `awsLoadBalancer.attributes` has load_balancing.cross_zone.enabled, which `crossZone` says already; keep `crossZone`",
      "error MESH0134: `awsLoadBalancer.attributes` has a=b=c, which an annotation cannot express; write one attribute an entry, without commas",
      'error MESH0134: `awsLoadBalancer.subnets` is ["subnet-a","subnet-a"], but must name different subnets, at least one; name one subnet a zone, or leave it out',
      `error MESH0134: \`serviceAnnotations\` has ${aws}proxy-protocol, which \`awsLoadBalancer\` decides; ${contradict}`,
      `error MESH0134: \`serviceAnnotations\` has ${aws}target-group-attributes, which \`awsLoadBalancer\` decides; ${contradict}`,
      `error MESH0134: \`values.service.annotations\` has ${aws}scheme, which \`awsLoadBalancer\` decides; ${contradict}`,
      `error MESH0134: \`values.podAnnotations\` has proxy.istio.io/config, which \`awsLoadBalancer\` decides; ${contradict}`,
      `error MESH0134: \`values.env\` has ENVOY_STATUS_PORT_ENABLE_PROXY_PROTOCOL, which \`awsLoadBalancer\` decides; ${contradict}`,
      `error MESH0119: \`sourceRanges\` has 2001:db8::/32, but the load balancer has no IPv6 addresses; remove it, or set the annotation ${aws}ip-address-type to dualstack in \`serviceAnnotations\``,
    ]);
  });

  it("keeps a chart value from taking the attribute of the PROXY protocol away, and says where others go", () => {
    const annotations = { [`${aws}target-group-attributes`]: "deregistration_delay.timeout_seconds=30" };
    const values = { service: { annotations } };
    expect(check({ awsLoadBalancer: { proxyProtocol: true }, values })).toEqual([
      `error MESH0134: \`values.service.annotations\` has ${aws}target-group-attributes, which \`awsLoadBalancer\` decides; move it to \`serviceAnnotations\`, where it is joined with what \`proxyProtocol\` needs`,
    ]);
    expect(check({ awsLoadBalancer: {}, values })).toEqual([]);
  });

  it.each<[object, string[]]>([
    [
      {
        allocateNodePorts: false,
        ports: [
          { ...status, nodePort: 30021 },
          { name: "https", port: 443 },
        ],
      },
      [
        'error MESH0131: `awsLoadBalancer.targetType` is "instance", but no node port is allocated for https; set `targetType` to "ip", let node ports be allocated, or give each port a `nodePort`',
      ],
    ],
    [{ allocateNodePorts: false, ports: [{ ...status, nodePort: 30021 }] }, []],
    [
      { ports: [{ name: "https", port: 443 }] },
      [
        "error MESH0132: `awsLoadBalancer.healthCheck.port` is 15021, which the Service does not have; the Service's ports are 443; use one of them, or add 15021 to `ports`",
      ],
    ],
    [{ ports: [{ name: "https", port: 443 }], externalTrafficPolicy: "Local" }, []],
    [
      {
        externalTrafficPolicy: "Local",
        awsLoadBalancer: { targetType: "instance", healthCheck: { protocol: "tcp", path: "/ready" } },
      },
      [
        'error MESH0132: `awsLoadBalancer.healthCheck.protocol` is "tcp", but with `externalTrafficPolicy: Local` a node\'s port is open even without a pod; use "http", or leave `healthCheck` out',
        'error MESH0132: `awsLoadBalancer.healthCheck.path` is "/ready", but `protocol` is "tcp", which has none; remove one of the two',
      ],
    ],
  ])("instance targets with %j", (settings, expected) => {
    expect(check({ awsLoadBalancer: { targetType: "instance" }, ...settings })).toEqual(expected);
  });

  it("takes pods' status port though the Service lacks it, annotations of its own, and IPv6 for a dualstack load balancer", () => {
    const settings = {
      awsLoadBalancer: {},
      ports: [{ name: "https", port: 443 }],
      sourceRanges: ["2001:db8::/32"],
      serviceAnnotations: {
        [`${aws}ip-address-type`]: "dualstack",
        [`${aws}target-group-attributes`]: "preserve_client_ip.enabled=true",
      },
      values: { podAnnotations: { "proxy.istio.io/config": "{}" } },
    };
    expect(check(settings)).toEqual([]);
  });
});
