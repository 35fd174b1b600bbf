// Does not prove an upgrade of the Gateway API's definitions, which all tests of this cluster share: those of the channel experimental
// are looked at by the API server in a preview alone.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { loadManifests } from "../../../src/text/manifest-text.js";
import type { Manifest } from "../../../src/kubernetes/manifest.js";
import { Authority } from "./authority.js";
import { eventually, kubectl } from "./cluster.js";
import { EngineStack } from "./engine-stack.js";
import { visitService } from "./forwarded-ports.js";
import { gatewayApiFolder, installGatewayApi } from "./gateway-api-definitions.js";
import { call, callDuring, countStatuses, type Request } from "./requests.js";
import { createEchos, removeNamespace, startNamespace } from "./workloads.js";

const namespace = "policy-gateway-api-stack";
const edge = `${namespace}-edge`;
const host = "www.gateway-api-stack.example";
const echos: Manifest[] = createEchos(namespace, [
  { name: "caller", inject: false },
  { name: "reviews", ports: [{ name: "http", port: 8081 }] },
]);
const stack = new EngineStack(
  "gateway-api-stack",
  `const api = new GatewayApi("api", { ...args.gatewayApi, kubeconfig }, { providers });
const gateway = new Gateway("public", { ...args.gateway, kubeconfig, gatewayApiVersion: api.version }, { providers });
new TrafficPolicies("policies", { ...args.policies, kubeconfig }, { providers, dependsOn: [gateway] });`,
);

const authority = new Authority("gateway-api-stack");
let manifest: string;
let shop = authority.issue(host);
const configure = (mode: "create" | "adopt", timeout = "3s", channel = "standard") => {
  const api = "gateway-api";
  const https = { protocol: "HTTPS", port: 443, hosts: [host] };
  const http = { protocol: "HTTP", port: 80 };
  const served = { http, https: { ...https, tls: { mode: "SIMPLE", credentialName: "public-shop" } } };
  const gateways = { public: { namespace: edge, labels: { istio: "public" }, api, listeners: served } };
  const reviews = `service: ${namespace}/reviews\ntimeout: ${timeout}\nexpose: [{ gateway: ${edge}/public, hosts: [${host}] }]\n`;
  stack.configure({
    gatewayApi: { mode, manifest, channel },
    gateway: {
      api,
      namespace: edge,
      controlPlaneNamespace: "istio-system",
      replicas: 1,
      certificates: { shop },
      listeners: { http, https: { ...https, tls: { certificate: "shop" } } },
    },
    policies: {
      documents: { "reviews.yaml": reviews },
      applications: echos,
      gateways,
      // Another file stops a proxy for a while.
      propagation: { timeoutSeconds: 60 },
    },
  });
};

/** Names of a channel's definitions. */
const listDefinitions = (channel: string) =>
  readdirSync(join(manifest, channel)).flatMap((file) => {
    const { manifests } = loadManifests(readFileSync(join(manifest, channel, file), "utf8"), file);
    return manifests.filter(({ kind }) => kind === "CustomResourceDefinition").map(({ metadata }) => metadata.name);
  });

const up = (...flags: string[]) => stack.change("up", "--yes", "--skip-preview", ...flags);
const describeCall = (protocol: "http" | "https", count = 1): Request => {
  const ofTls = protocol === "https" ? ["-k", `--server-name=${host}`] : [];
  const flags = ["--qps=50", "--new-connection-per-request", ...ofTls];
  const url = `${protocol}://public-istio.${edge}/`;
  return { from: `${namespace}/caller-v1`, url, count, headers: { Host: host }, flags };
};
const ask = async (protocol: "http" | "https") => (await call(describeCall(protocol)))[0]?.status;

/** Serial number of the certificate that answers, on a connection of its own, by a client that knows its authority. */
async function readSerial(): Promise<string> {
  const { status, serial } = await visitService(`${edge}/public-istio`, { host, ca: authority.certificate });
  expect(status).toBe(200);
  return serial;
}

beforeAll(async () => {
  manifest = await gatewayApiFolder();
  await installGatewayApi();
  await Promise.all([startNamespace(namespace, echos), startNamespace(edge, [], {}), stack.create()]);
});
afterAll(async () => {
  await stack.destroy();
  for (const name of [namespace, edge]) await removeNamespace(name);
});

it("refuses in the preview to take over definitions that are there", async () => {
  configure("create");
  await expect(stack.change("preview")).rejects.toThrow(
    /MESH0142: the cluster has definitions of the Gateway API 1\.6\.0 already, and mode "create" would take them over/,
  );
});

it("makes a gateway that serves, and its route", async () => {
  configure("adopt");
  const made = (await up()).filter((change) => !change.includes("CustomResourceDefinition"));
  expect(made).toEqual(
    [
      "create api",
      "create cluster",
      "create cluster-provider",
      "create gateway-api-stack-test",
      "create policies",
      `create policies-HTTPRoute/${namespace}/reviews.${host}.public.${edge}`,
      `create policies-VirtualService/${namespace}/reviews`,
      "create public",
      `create public-ConfigMap/${edge}/public-parameters`,
      `create public-Gateway/${edge}/public`,
      `create public-Secret/${edge}/public-shop`,
    ].sort(),
  );
  await eventually(async () => expect([await ask("http"), await ask("https")]).toEqual([200, 200]));
});

it("changes nothing the second time, nor after a refresh", async () => {
  expect(await up()).toEqual([]);
  expect(await up("--refresh")).toEqual([]);
});

it("changes its Secret alone for a new certificate, and loses no request", async () => {
  const before = await eventually(readSerial);
  shop = authority.issue(host);
  configure("adopt");
  const answers = await callDuring(describeCall("https", 100), async () => {
    expect(await up()).toEqual(["update public", `update public-Secret/${edge}/public-shop`]);
    await eventually(async () => expect(await readSerial()).not.toBe(before), 60);
  });
  expect(countStatuses(answers)).toEqual({ 200: answers.length });
});

it("changes the routes of the edited document alone", async () => {
  configure("adopt", "2s");
  expect(await up()).toEqual([
    `update policies-HTTPRoute/${namespace}/reviews.${host}.public.${edge}`,
    `update policies-VirtualService/${namespace}/reviews`,
  ]);
});

it("changes the definitions of the other channel, and adds those that it alone has", async () => {
  configure("adopt", "2s", "experimental");
  const [standard, experimental] = ["standard", "experimental"].map(listDefinitions) as [string[], string[]];
  expect(experimental.length).toBeGreaterThan(standard.length);
  expect(await stack.change("preview")).toEqual(
    experimental
      .map((name) => `${standard.includes(name) ? "update" : "create"} api-CustomResourceDefinition/${name}`)
      .concat("update api")
      .sort(),
  );
});

it("leaves the definitions alone when it is destroyed", async () => {
  await stack.change("destroy", "--yes", "--skip-preview");
  await eventually(async () => {
    const kinds =
      "gateway.gateway.networking.k8s.io,deployment,service,horizontalpodautoscaler,serviceaccount,configmap,secret";
    const left = (await kubectl(["-n", edge, "get", kinds, "--output=name"])).split("\n");
    expect(left.filter((name) => name.includes("public"))).toEqual([]);
  });
  expect(await kubectl(["get", "crd", "gateways.gateway.networking.k8s.io", "--output=name"])).toContain("gateways");
});
