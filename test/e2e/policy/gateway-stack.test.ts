// A gateway, its certificate and what is exposed there, as one stack of the real engine. Does not prove a cloud's load balancer.
import { afterAll, beforeAll, expect, it } from "vitest";
import { clusterCharts } from "../../../src/folders.js";
import { Authority, type KeyPair } from "./authority.js";
import { eventually, kubectl } from "./cluster.js";
import { EngineStack } from "./engine-stack.js";
import { visitService } from "./forwarded-ports.js";
import { callDuring, countStatuses } from "./requests.js";
import { createEchos, removeNamespace, startNamespace } from "./workloads.js";

const namespace = "policy-gateway-stack";
const host = "gateway-stack.example";
const stack = new EngineStack(
  namespace,
  `const inputs = { ...args.gateway, kubeconfig, controlPlaneNamespace: "istio-system" };
new Gateway("public", inputs, { providers });
new TrafficPolicies("policies", { ...args.policies, kubeconfig }, { providers });`,
);
const echos = createEchos(namespace, [
  { name: "caller", inject: false },
  { name: "reviews", ports: [{ name: "http", port: 8081 }] },
]);
const authority = new Authority("gateway-stack");

const computeArgs = (shop: KeyPair) => ({
  gateway: {
    namespace,
    profile: "demo",
    serviceType: "ClusterIP",
    imagePullPolicy: "Never",
    charts: { folder: clusterCharts("dev") },
    certificates: { shop },
    listeners: {
      http: { protocol: "HTTP", port: 80, httpsRedirect: true },
      https: { protocol: "HTTPS", port: 443, hosts: [host], tls: { certificate: "shop" } },
    },
  },
  policies: {
    documents: {
      "reviews.yaml": `service: ${namespace}/reviews\nexpose: [{ gateway: ${namespace}/public, hosts: [${host}] }]\n`,
    },
    applications: echos,
    // Another file stops a proxy for a while.
    propagation: { timeoutSeconds: 60 },
    gateways: {
      public: {
        namespace,
        labels: { app: "public", istio: "public" },
        listeners: {
          http: { protocol: "HTTP", port: 80, httpsRedirect: true },
          https: {
            protocol: "HTTPS",
            port: 443,
            hosts: [host],
            tls: { mode: "SIMPLE", credentialName: "public-shop" },
          },
        },
      },
    },
  },
});

beforeAll(() => Promise.all([startNamespace(namespace, echos), stack.create()]));
afterAll(() => removeNamespace(namespace));

/** Serial number of the certificate that answers, on a connection of its own. */
async function readSerial(): Promise<string> {
  const { status, serial } = await visitService(`${namespace}/public`, { host, ca: authority.certificate });
  expect(status).toBe(200);
  return serial;
}

it("serves HTTPS after the first up, changes its Secret alone for a new certificate, and leaves nothing behind", async () => {
  const made = await stack.up(computeArgs(authority.issue(host)));
  const inNamespace = (owner: string, kind: string, name = "public") => `create ${owner}-${kind}/${namespace}/${name}`;
  expect(made).toEqual(
    [
      ...["chart-renderer", "cluster", "cluster-provider", "policies", "public", `${namespace}-test`].map(
        (name) => `create ${name}`,
      ),
      ...["Deployment", "Role", "RoleBinding", "Service", "ServiceAccount"].map((kind) => inNamespace("public", kind)),
      inNamespace("public", "Secret", "public-shop"),
      inNamespace("policies", "Gateway", "gateway--stack-example-public"),
      inNamespace("policies", "Gateway", "https-public"),
      inNamespace("policies", "VirtualService", `${host}.public`),
    ].sort(),
  );
  const before = await eventually(readSerial);

  const renewed = computeArgs(authority.issue(host));
  const flags = ["--qps=50", "--new-connection-per-request", "-k", `--server-name=${host}`];
  const url = `https://public.${namespace}/`;
  const request = { from: `${namespace}/caller-v1`, url, count: 100, headers: { Host: host }, flags };
  const answers = await callDuring(request, async () => {
    expect(await stack.up(renewed)).toEqual(["update public", `update public-Secret/${namespace}/public-shop`]);
    await eventually(async () => expect(await readSerial()).not.toBe(before), 60);
  });
  expect(countStatuses(answers)).toEqual({ 200: answers.length });

  expect(await stack.up(renewed)).toEqual([]);
  expect(await stack.up(renewed, "--refresh")).toEqual([]);
  await stack.destroy();
  const kinds =
    "deployments,services,secrets,serviceaccounts,roles,rolebindings,gateways.networking.istio.io,virtualservices";
  const left = await kubectl(["-n", namespace, "get", kinds, "--output=name"]);
  expect(left.trim().split("\n").sort()).toEqual([
    "deployment.apps/caller-v1",
    "deployment.apps/reviews-v1",
    "service/caller",
    "service/reviews",
    "serviceaccount/caller",
    "serviceaccount/default",
    "serviceaccount/reviews",
  ]);
});
