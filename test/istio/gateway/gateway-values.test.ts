// Does not prove that the chart takes the values; the end-to-end tests render it.
import { describe, expect, it } from "vitest";
import { formatProblem } from "../../findings/format-problem.js";
import type { GatewaySettings } from "../../../src/istio/gateway/gateway-settings.js";
import {
  computeGatewaySelector,
  computeGatewayValues,
  findGatewayProblems,
} from "../../../src/istio/gateway/gateway-values.js";
import type { Values } from "../../../src/istio/merge.js";
import { resolveGateway } from "../../../src/istio/gateway/resolve.js";
import { deepFreeze } from "../freeze.js";

const small = { autoscaling: { enabled: false }, resources: { requests: { cpu: "10m", memory: "40Mi" } } };

describe("computeGatewayValues", () => {
  it.each<[string, GatewaySettings, Values]>([
    ["ingress: the chart as it is", {}, {}],
    ["egress", { kind: "egress" }, { service: { type: "ClusterIP" } }],
    [
      "between networks",
      { kind: "eastwest", network: "network1" },
      { networkGateway: "network1", labels: { istio: "eastwestgateway" } },
    ],
    [
      "demo: a small ingress with more ports",
      { profile: "demo" },
      {
        ...small,
        service: {
          ports: [
            { name: "status-port", port: 15021, protocol: "TCP", targetPort: 15021 },
            { name: "http2", port: 80, protocol: "TCP", targetPort: 80 },
            { name: "https", port: 443, protocol: "TCP", targetPort: 443 },
            { name: "tcp", port: 31400, protocol: "TCP", targetPort: 31400 },
            { name: "tls", port: 15443, protocol: "TCP", targetPort: 15443 },
          ],
        },
      },
    ],
    ["demo: a small egress", { profile: "demo", kind: "egress" }, { ...small, service: { type: "ClusterIP" } }],
    ["a profile that says nothing about gateways", { profile: "ambient" }, {}],
    [
      "typed settings",
      {
        revision: "canary",
        labels: { istio: "edge" },
        replicas: 2,
        resources: { limits: { cpu: "1" } },
        serviceType: "NodePort",
        serviceAnnotations: { a: "b" },
        ports: [{ name: "http2", port: 80, targetPort: 8080 }],
      },
      {
        revision: "canary",
        labels: { istio: "edge" },
        replicaCount: 2,
        autoscaling: { enabled: false },
        resources: { limits: { cpu: "1" } },
        service: {
          type: "NodePort",
          annotations: { a: "b" },
          ports: [{ name: "http2", port: 80, protocol: "TCP", targetPort: 8080 }],
        },
      },
    ],
    [
      "typed settings win over the profile, the overlay over both",
      {
        profile: "demo",
        kind: "egress",
        autoscaling: { maxReplicas: 3 },
        serviceType: "LoadBalancer",
        values: { service: { type: "NodePort" }, autoscaling: { maxReplicas: 4 } },
      },
      {
        autoscaling: { enabled: true, maxReplicas: 4 },
        resources: { requests: { cpu: "10m", memory: "40Mi" } },
        service: { type: "NodePort" },
      },
    ],
  ])("%s", (_, settings, expected) => {
    expect(computeGatewayValues(resolveGateway(deepFreeze(settings)))).toStrictEqual(expected);
  });
});

describe("computeGatewaySelector", () => {
  it.each<[string, GatewaySettings, object]>([
    ["istio-ingressgateway", {}, { app: "istio-ingressgateway", istio: "ingressgateway" }],
    ["edge", {}, { app: "edge", istio: "edge" }],
    ["istio-eastwestgateway", { kind: "eastwest" }, { app: "istio-eastwestgateway", istio: "eastwestgateway" }],
    ["edge", { labels: { istio: "ingressgateway" } }, { app: "edge", istio: "ingressgateway" }],
    ["edge", { labels: { app: "a" }, values: { labels: { app: "b" } } }, { app: "b", istio: "edge" }],
  ])("%s with %j", (name, settings, expected) => {
    expect(computeGatewaySelector(name, resolveGateway(settings))).toStrictEqual(expected);
  });
});

describe("findGatewayProblems", () => {
  it("has nothing to say about the defaults", () => {
    expect(findGatewayProblems({})).toEqual([]);
  });

  it.each<[unknown, string]>([
    [
      { kind: "egres" },
      'error MESH0106: `kind` is "egres", but must be one of ingress, egress, eastwest; did you mean "egress"?; use one of the listed values',
    ],
    [
      { serviceType: "ExternalName" },
      'error MESH0106: `serviceType` is "ExternalName", but must be one of LoadBalancer, NodePort, ClusterIP; use one of the listed values',
    ],
    [
      { kind: "eastwest" },
      "error MESH0144: a gateway of kind eastwest has no `network`; name the network of this cluster here, or for all in `controlPlane.multiCluster.network`",
    ],
    [
      { network: "network1" },
      'error MESH0144: `network` is "network1", but only a gateway of kind eastwest represents one; remove it, or set `kind` to eastwest',
    ],
    [
      { kind: "eastwest", network: "network1", ports: [{ name: "tls", port: 15443 }] },
      "error MESH0144: `ports` is given, but a gateway of kind eastwest serves other networks on ports of its own; remove it, or set `values.networkGatewayPorts`",
    ],
    [
      { kind: "eastwest", network: "network1", listeners: { http: { protocol: "HTTP", port: 80 } } },
      "error MESH0144: `listeners` is given, but a gateway of kind eastwest serves other networks on ports of its own; remove it, and give services of this cluster a gateway of kind ingress",
    ],
    [{ ports: [] }, "error MESH0108: `ports` is empty; name at least one port"],
    [
      { values: { revision: "a" } },
      "error MESH0111: `values.revision` is set, which this package decides; remove it from `values` and use the named setting",
    ],
    [
      { replicas: 1, autoscaling: {} },
      "error MESH0109: `replicas` is 1, but `autoscaling` is on; remove `autoscaling`, or remove `replicas` and use `autoscaling.minReplicas`",
    ],
  ])("%j", (settings, expected) => {
    expect(findGatewayProblems(settings as GatewaySettings).map(formatProblem)).toEqual([expected]);
  });
});
