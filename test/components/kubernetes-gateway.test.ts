// Pulumi's mocks. Does not prove that istiod programs the Gateway: test/e2e/policy/gateway-api.test.ts does.
import * as pulumi from "@pulumi/pulumi";
import { expect, it, vi } from "vitest";
import { Gateway, type GatewayArgs } from "../../src/components/gateway.js";
import { withApiServer } from "./api-server.js";
import { find, list, runProgram, useFolders } from "./engine.js";

useFolders();

const base = { kubeconfig: "the kubeconfig", controlPlaneNamespace: "istio-system", namespace: "ingress" };
const install = (args: Partial<GatewayArgs> = {}) =>
  runProgram(() => ({ service: new Gateway("public", { ...base, api: "gateway-api", ...args }).service }));

const gateway = "public-Gateway/ingress/public";
const autoscaler = "public-HorizontalPodAutoscaler/ingress/public-istio";

it("registers a Gateway after its parameters and a proven webhook, and renders no chart", async () => {
  const run = await install();
  expect(list(run)).toEqual([
    "pulumi-istio:index:Gateway public",
    "kubernetes:core/v1:ConfigMap public-ConfigMap/ingress/public-parameters",
    `kubernetes:gateway.networking.k8s.io/v1:Gateway ${gateway}`,
    `kubernetes:autoscaling/v2:HorizontalPodAutoscaler ${autoscaler}`,
  ]);
  expect(find(run, gateway)).toMatchObject({
    parent: "public",
    dependsOn: ["public-ConfigMap/ingress/public-parameters"],
    beforeCreate: ["Gateway/public-takeover", "Gateway/public-definitions", "Gateway/public-webhook-proof"],
    beforeUpdate: ["Gateway/public-webhook-proof"],
  });
  expect(find(run, gateway).inputs.metadata).toEqual({
    name: "public",
    namespace: "ingress",
    annotations: { "pulumi.com/waitFor": "condition=Programmed" },
  });
});

it("looks at the definitions of the cluster, in a preview too, where the stack installs none", async () => {
  let said: (string | undefined)[] = [];
  const annotations = { "gateway.networking.k8s.io/bundle-version": "v1.4.1" };
  const answers = [
    { status: 404, body: { message: "not found" } },
    { status: 200, body: { metadata: { annotations } } },
    { status: 200, body: { metadata: { annotations: { "gateway.networking.k8s.io/bundle-version": "v1.6.0" } } } },
  ];
  let index = 0;
  await withApiServer(
    () => answers[index++] ?? { status: 500, body: {} },
    async (kubeconfig) => {
      await runProgram(async ({ hooks }) => {
        new Gateway("public", { api: "gateway-api", kubeconfig });
        await vi.waitUntil(() => hooks["Gateway/public-definitions"] !== undefined);
        expect(hooks["Gateway/public-definitions"]?.onDryRun).toBe(true);
        while (said.length < answers.length) said = [...said, await hooks["Gateway/public-definitions"]?.call()];
        return {};
      }, true);
    },
  );
  expect(said.map((one) => one?.slice(0, 71))).toEqual([
    "error MESH0140: the cluster has no definitions of the Gateway API, but ",
    "error MESH0140: the cluster has definitions of the Gateway API 1.4.1, a",
    undefined,
  ]);
  const run = await install({ gatewayApiVersion: "1.6.0" });
  expect(find(run, gateway).beforeCreate).toEqual(["Gateway/public-takeover", "Gateway/public-webhook-proof"]);
});

it("gives the name of the Service that istiod makes", async () => {
  expect((await install()).outputs).toEqual({ service: "public-istio" });
  expect((await install({ gatewayName: "edge" })).outputs).toEqual({ service: "edge-istio" });
});

it("has certificates before the Gateway, and the redirect after it", async () => {
  const run = await install({
    certificates: { shop: { certManager: { issuer: "own", dnsNames: ["a.io"] } }, other: { secret: "other" } },
    listeners: {
      http: { protocol: "HTTP", port: 80, httpsRedirect: true, hosts: ["a.io"] },
      https: { protocol: "HTTPS", port: 443, hosts: ["a.io"], tls: { certificate: "shop" } },
    },
  });
  expect(list(run).slice(1)).toEqual([
    "kubernetes:cert-manager.io/v1:Certificate public-Certificate/ingress/public-shop",
    "kubernetes:core/v1:ConfigMap public-ConfigMap/ingress/public-parameters",
    `kubernetes:gateway.networking.k8s.io/v1:Gateway ${gateway}`,
    "kubernetes:gateway.networking.k8s.io/v1:HTTPRoute public-HTTPRoute/ingress/public-https-redirect",
    `kubernetes:autoscaling/v2:HorizontalPodAutoscaler ${autoscaler}`,
  ]);
  expect(find(run, "public-HTTPRoute/ingress/public-https-redirect").dependsOn).toEqual([
    "public-Certificate/ingress/public-shop",
    gateway,
    autoscaler,
  ]);
});

it("refuses what it cannot express before anything is registered", async () => {
  const run = await runProgram(() => {
    const args: GatewayArgs = {
      ...base,
      api: "gateway-api",
      version: "1.30.5",
      values: { a: 1 },
      listeners: { db: { protocol: "TCP", port: 5432 } },
    };
    expect(() => new Gateway("public", args)).toThrow(
      new pulumi.RunError(
        [
          'error MESH0138: `values` are for Istio\'s gateway chart, and with `api: "gateway-api"` istiod makes the gateway without it; remove them, or use the settings that have a name',
          'error MESH0139: the listener db is TCP, which takes Gateway API 1.6.0, and Istio 1.30.5 reads 1.5.1; install Istio 1.31, 1.32, or set the gateway\'s `api` to "istio"',
        ].join("\n"),
      ),
    );
    return {};
  });
  expect(list(run)).toEqual([]);
});
