// Pulumi's mocks and a small chart. Does not prove that the pod gets a real proxy image: the end-to-end tests do.
import * as pulumi from "@pulumi/pulumi";
import { expect, it } from "vitest";
import { Gateway, type GatewayArgs } from "../../src/components/gateway.js";
import { find, list, Other, runProgram, useFolders } from "./engine.js";

useFolders();

const base = { kubeconfig: "the kubeconfig", controlPlaneNamespace: "istio-system" };
const install = (args: Partial<GatewayArgs> = {}) =>
  runProgram(() => ({ service: new Gateway("ingress", { ...base, ...args }).service }));

const children = [
  "pulumi:providers:kubernetes chart-renderer",
  "pulumi-istio:index:Gateway ingress",
  "kubernetes:apps/v1:Deployment ingress-Deployment/istio-system/ingress",
  "kubernetes:core/v1:Service ingress-Service/istio-system/ingress",
];

it("registers the chart's objects; the Deployment waits for the Service and for a proven webhook", async () => {
  const run = await install();
  expect(list(run)).toEqual(children);
  const hooks = ["Gateway/ingress-webhook-proof"];
  expect(find(run, "ingress-Deployment/istio-system/ingress")).toMatchObject({
    parent: "ingress",
    dependsOn: ["ingress-Service/istio-system/ingress"],
    beforeCreate: ["Gateway/ingress-takeover", ...hooks],
    beforeUpdate: hooks,
  });
  expect(find(run, "ingress-Service/istio-system/ingress")).toMatchObject({
    dependsOn: [],
    beforeCreate: ["Gateway/ingress-takeover"],
    beforeUpdate: [],
  });
  // Not in a preview: there is no istiod to prove yet.
  expect(Object.entries(run.hooks).map(([name, { onDryRun }]) => [name, onDryRun])).toEqual([
    ["Gateway/ingress-webhook-proof", false],
    ["Gateway/ingress-takeover", true],
  ]);
});

it("keeps the kubeconfig secret, and gives the Service's name", async () => {
  const run = await install({ gatewayName: "istio-ingressgateway" });
  expect(find(run, "ingress").inputs.kubeconfig).toEqual({ secret: "the kubeconfig" });
  expect(find(run, "ingress").outputs).toEqual({ service: "istio-ingressgateway" });
  expect(run.outputs).toEqual({ service: "istio-ingressgateway" });
});

it("renders the chart under the gateway's name, with its settings", async () => {
  const run = await install({
    gatewayName: "istio-egressgateway",
    kind: "egress",
    namespace: "egress",
    version: "1.30.5",
    charts: { repository: "oci://registry.example/charts" },
    kubernetesVersion: "1.35.2",
    revision: "canary",
  });
  expect(run.renderings.map(({ options: { api_versions, ...options } }) => [options, api_versions.length])).toEqual([
    [
      {
        chart: "oci://registry.example/charts/gateway",
        version: "1.30.5",
        release_name: "istio-egressgateway",
        namespace: "egress",
        kube_version: "1.35.2",
        values: { revision: "canary", service: { type: "ClusterIP" } },
      },
      5,
    ],
  ]);
});

it("waits for the control plane whose namespace it is given as an Output", async () => {
  const run = await runProgram(() => {
    const plane = new Other("plane");
    new Gateway("ingress", { ...base, controlPlaneNamespace: plane.urn.apply(() => "istio-system") });
    return {};
  });
  expect(find(run, "ingress-Service/istio-system/ingress").dependsOn).toEqual(["plane"]);
  expect(find(run, "ingress-Deployment/istio-system/ingress").dependsOn).toEqual([
    "ingress-Service/istio-system/ingress",
    "plane",
  ]);
});

it("lists its objects in a preview in which the control plane is unknown", async () => {
  const run = await runProgram(() => {
    const unknown = pulumi.output(pulumi.unknown) as unknown as pulumi.Output<string>;
    new Gateway("ingress", { kubeconfig: unknown, controlPlaneNamespace: unknown });
    return {};
  }, true);
  expect(list(run)).toEqual(children);
});

it("refuses what is wrong before it registers anything", async () => {
  const args = { ...base, kind: "ingres", replicas: 0, version: "1.5.0" } as unknown as GatewayArgs;
  const run = await runProgram(() => {
    expect(() => new Gateway("ingress", args)).toThrow(
      new pulumi.RunError(
        [
          'error MESH0106: `kind` is "ingres", but must be one of ingress, egress, eastwest; did you mean "ingress"?; use one of the listed values',
          "error MESH0108: `replicas` is 0, but must be an integer of at least 1; use a number in the named range",
          "error MESH0101: Istio 1.5.0 is not supported; the supported minors are 1.28, 1.29, 1.30, 1.31, 1.32; set `version` to one of them, for example 1.31.4",
        ].join("\n"),
      ),
    );
    return {};
  });
  expect(list(run)).toEqual([]);
});

it("tells the chart of a load balancer of AWS: the Service and the pods, both sides of the PROXY protocol", async () => {
  const run = await install({
    serviceType: "LoadBalancer",
    awsLoadBalancer: { scheme: "internet-facing", proxyProtocol: true },
  });
  expect(list(run)).toEqual(children);
  const annotation = (name: string) => `service.beta.kubernetes.io/aws-load-balancer-${name}`;
  expect(run.renderings.map(({ options }) => options.values)).toEqual([
    {
      podAnnotations: { "proxy.istio.io/config": '{"gatewayTopology":{"proxyProtocol":{}}}' },
      env: { ENVOY_STATUS_PORT_ENABLE_PROXY_PROTOCOL: "true" },
      service: {
        type: "LoadBalancer",
        loadBalancerClass: "service.k8s.aws/nlb",
        annotations: {
          [annotation("scheme")]: "internet-facing",
          [annotation("nlb-target-type")]: "ip",
          [annotation("target-group-attributes")]: "proxy_protocol_v2.enabled=true",
          [annotation("healthcheck-protocol")]: "http",
          [annotation("healthcheck-port")]: "15021",
          [annotation("healthcheck-path")]: "/healthz/ready",
        },
      },
    },
  ]);
});

it("follows the revision of its control plane: the pods' label and the webhook that is proven", async () => {
  const run = await install({ revision: "canary" });
  expect(run.renderings.map(({ options }) => options.values)).toEqual([{ revision: "canary" }]);
  expect(find(run, "ingress-Deployment/istio-system/ingress").beforeCreate).toEqual([
    "Gateway/ingress-takeover",
    "Gateway/ingress-webhook-proof",
  ]);
});

it("registers, between networks, a Gateway object too, which waits for the same proof", async () => {
  const run = await install({ kind: "eastwest", network: "network1", namespace: "edge" });
  const name = "ingress-Gateway/edge/ingress-cross-network";
  const all = [...children, `kubernetes:networking.istio.io/v1:Gateway ${name}`];
  expect(list(run).sort()).toEqual(all.sort());
  expect(find(run, name)).toMatchObject({
    beforeCreate: ["Gateway/ingress-takeover", "Gateway/ingress-webhook-proof"],
  });
  expect(find(run, name).inputs.spec).toEqual({
    selector: { app: "ingress", istio: "eastwestgateway" },
    servers: [
      { port: { number: 15443, name: "tls", protocol: "TLS" }, tls: { mode: "AUTO_PASSTHROUGH" }, hosts: ["*.local"] },
    ],
  });
});
