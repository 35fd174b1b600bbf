// Does not prove that what is refused could not be said: only that the path that arrives is the same wherever a route is reached from.
import { afterAll, beforeAll, expect, it } from "vitest";
import { computeListeners } from "../../../src/istio/gateway/gateway-listeners.js";
import { renderKubernetesGateway } from "../../../src/istio/gateway-api/kubernetes-gateway.js";
import { resolveGateway } from "../../../src/istio/gateway/resolve.js";
import { exposedParts, isPart, rewriteCases, writeDocument } from "../../policy/rewrite-table.js";
import { eventually, kubectl } from "./cluster.js";
import { installGatewayApi } from "./gateway-api-definitions.js";
import { devMesh, Policies } from "./policies.js";
import { call } from "./requests.js";
import { createEchos, removeNamespace, startNamespace } from "./workloads.js";

const namespace = "policy-rewrites";
const echos = createEchos(namespace, [
  { name: "caller" },
  { name: "outsider", inject: false },
  { name: "both", ports: [{ name: "http", port: 8081 }] },
  { name: "istio", ports: [{ name: "http", port: 8081 }] },
]);
const policies = new Policies(echos);
const settings = resolveGateway({
  serviceType: "ClusterIP",
  listeners: { http: { protocol: "HTTP", port: 80, namespaces: [namespace] } },
});
const gateway = renderKubernetesGateway({ name: "standard", namespace }, settings);

const ofBoth = rewriteCases.filter(({ isOfBoth }) => isOfBoth);
// A path by regex cannot be limited to a part.
const ofIstio = rewriteCases.filter(({ isOfBoth }) => !isOfBoth);
const ingress = "istio-system/istio-ingressgateway";
const expose = (at: string, host: string, paths: readonly string[] = ["/"]) =>
  `  - { gateway: ${at}, hosts: [${host}.rewrites.example], paths: [${paths.join(", ")}] }\n`;
const standard = `${namespace}/standard`;
const documents = [
  writeDocument(
    `${namespace}/both`,
    ofBoth,
    expose(ingress, "root") +
      expose(ingress, "parts", exposedParts) +
      expose(standard, "root") +
      expose(standard, "parts", exposedParts),
  ),
  writeDocument(`${namespace}/istio`, ofIstio, expose(ingress, "istio")),
];

type Paths = Record<string, string | undefined>;
const listPaths = (cases: typeof rewriteCases) => Object.assign({}, ...cases.map(({ paths }) => paths)) as Paths;

/** The path that arrives for each that is asked for; undefined where none does. */
async function arriveAll(paths: Paths, ask: (path: string) => Promise<{ body: string } | undefined>): Promise<Paths> {
  const arrive = async (path: string) => /URL=(\S+)/.exec((await ask(path))?.body ?? "")?.[1];
  const entries = Object.keys(paths).map(async (path) => [path, await arrive(path)] as const);
  return Object.fromEntries(await Promise.all(entries));
}

const askMesh = (service: string) => async (path: string) => {
  const url = `http://${service}.${namespace}:8081${path}`;
  return (await call({ from: `${namespace}/caller-v1`, url }))[0];
};
const askGateway = (gatewayHost: string, host: string) => async (path: string) => {
  const headers = { Host: `${host}.rewrites.example` };
  return (await call({ from: `${namespace}/outsider-v1`, url: `http://${gatewayHost}${path}`, headers }))[0];
};
const hosts = {
  istio: "istio-ingressgateway.istio-system",
  "gateway-api": `standard-istio.${namespace}`,
};

beforeAll(async () => {
  await installGatewayApi();
  await startNamespace(namespace, [...echos, ...gateway]);
  const listeners = computeListeners("standard", settings);
  const own = { name: "standard", namespace, api: "gateway-api" as const, labels: {}, listeners };
  await policies.set(documents.join("---\n"), { gateways: [...devMesh.gateways, own] });
  await kubectl(["-n", namespace, "wait", "--for=condition=Programmed", "gateway/standard", "--timeout=90s"]);
});
afterAll(async () => {
  await policies.clear();
  await removeNamespace(namespace);
});

it("brings the path that the table says, in the mesh", async () => {
  const all = listPaths(ofBoth);
  await eventually(async () => expect(await arriveAll(all, askMesh("both"))).toEqual(all));
  const rest = listPaths(ofIstio);
  expect(await arriveAll(rest, askMesh("istio"))).toEqual(rest);
});

it("brings the same path at a gateway of Istio's API, where that alone says it", async () => {
  const rest = listPaths(ofIstio);
  await eventually(async () => expect(await arriveAll(rest, askGateway(hosts.istio, "istio"))).toEqual(rest));
});

it.each(["istio", "gateway-api"] as const)(
  "brings the same path at a gateway of %s, at / and at parts",
  async (api) => {
    const all = listPaths(ofBoth);
    await eventually(async () => expect(await arriveAll(all, askGateway(hosts[api], "root"))).toEqual(all));
    const ofParts = Object.fromEntries(Object.entries(all).map(([path, to]) => [path, isPart(path) ? to : undefined]));
    expect(await arriveAll(all, askGateway(hosts[api], "parts"))).toEqual(ofParts);
  },
);
