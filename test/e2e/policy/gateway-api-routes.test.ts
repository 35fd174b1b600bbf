// Does not prove that a mirror's copy arrives, nor what a browser makes of CORS: only that istiod takes what a document can say.
import { afterAll, beforeAll, expect, it } from "vitest";
import { computeListeners } from "../../../src/istio/gateway/gateway-listeners.js";
import { renderKubernetesGateway } from "../../../src/istio/gateway-api/kubernetes-gateway.js";
import { resolveGateway } from "../../../src/istio/gateway/resolve.js";
import type { Manifest } from "../../../src/kubernetes/manifest.js";
import { apply, eventually, kubectl, remove } from "./cluster.js";
import { installGatewayApi } from "./gateway-api-definitions.js";
import { Policies } from "./policies.js";
import { call } from "./requests.js";
import { createEchos, removeNamespace, startNamespace } from "./workloads.js";

const namespace = "policy-gateway-routes";
const host = "www.gateway-routes.example";
const http = [{ name: "http", port: 8081 }];
const versions = ["v1", "v2"];
const combat = "k8s-combat-service";
const echos = [
  ...createEchos(namespace, [
    { name: "caller", inject: false },
    { name: "reviews", ports: http },
    { name: "ratings", ports: http },
    { name: combat, versions, ports: http },
  ]),
  // Routes of the Gateway API lead to Services, so each version has one.
  ...versions.map((version): Manifest => {
    const spec = { selector: { app: combat, version }, ports: http };
    return { apiVersion: "v1", kind: "Service", metadata: { name: `${combat}-${version}`, namespace }, spec };
  }),
];
const policies = new Policies(echos);
const settings = resolveGateway({
  serviceType: "ClusterIP",
  listeners: { http: { protocol: "HTTP", port: 80, namespaces: [namespace] } },
});
const gateway = renderKubernetesGateway({ name: "public", namespace }, settings);

const document = `
service: ${namespace}/reviews
expose: [{ gateway: ${namespace}/public, hosts: [${host}] }]
routes:
  - name: matched
    match:
      - { method: { exact: GET }, uri: { exact: /a }, headers: { x-team: { prefix: "a." } } }
      - { uri: { exact: /b }, queryParams: { q: { regex: "[0-9]+" } } }
      - { uri: { prefix: /b/ }, queryParams: { q: { regex: "[0-9]+" } } }
    to: { ${namespace}/ratings: 100 }
    mirror: { to: ${namespace}/reviews, percentage: 0.5 }
  - { name: moved, match: [{ uri: { exact: /moved } }], redirect: { uri: /new, authority: "b.example:8443", redirectCode: 308 } }
  - { name: port, match: [{ uri: { exact: /port } }], redirect: { scheme: https, port: 8443 } }
  - { name: protocol, match: [{ uri: { exact: /protocol } }], redirect: { scheme: https, derivePort: FROM_PROTOCOL_DEFAULT } }
  - name: marked
    match: [{ uri: { exact: /marked } }]
    to: { ${namespace}/ratings: { weight: 100, headers: { request: { set: { x-to: ratings } }, response: { set: { x-from: ratings } } } } }
    timeout: none
  - name: rewritten
    match: [{ uri: { exact: /whole } }, { uri: { exact: /part } }, { uri: { prefix: /part/ } }]
    rewrite: { uri: /new, authority: rewritten.example }
  - name: default
    headers: { request: { set: { x-set: "1" }, remove: [x-gone] }, response: { add: { x-added: "2" } } }
    corsPolicy: { allowOrigins: [{ exact: "https://a.example" }], allowMethods: [GET], maxAge: 10s, allowCredentials: true }
    timeout: 1h1m1.5s
---
service: ${namespace}/${combat}
expose: [{ gateway: ${namespace}/public, hosts: [www.service1.io] }]
routes:
  - { name: v1, match: [{ headers: { version: { exact: "100" } } }], to: { ${namespace}/${combat}-v1: 100 } }
  - { name: v2, match: [{ headers: { version: { exact: "200" } } }], to: { ${namespace}/${combat}-v2: 100 } }
  - { name: default, to: { ${namespace}/${combat}-v1: 100 } }
`;

beforeAll(async () => {
  await installGatewayApi();
  await startNamespace(namespace, [...echos, ...gateway]);
  const listeners = computeListeners("public", settings);
  const mesh = { gateways: [{ name: "public", namespace, api: "gateway-api" as const, labels: {}, listeners }] };
  await policies.set(document, mesh);
  await kubectl(["-n", namespace, "wait", "--for=condition=Programmed", "gateway/public", "--timeout=90s"]);
});
afterAll(async () => {
  await policies.clear();
  await removeNamespace(namespace);
});

const ask = async (path: string, headers: Record<string, string> = {}) => {
  const url = `http://public-istio.${namespace}${path}`;
  const [answer] = await call({ from: `${namespace}/caller-v1`, url, headers: { Host: host, ...headers } });
  return answer;
};
const podOf = async (path: string, headers?: Record<string, string>) =>
  (await ask(path, headers))?.pod?.split("-").slice(0, 1).join();

const both = (condition: string) => [condition, condition];

it("is accepted by istiod, with all that it refers to", async () => {
  await eventually(async () => {
    const conditions = "jsonpath={range .items[*].status.parents[*].conditions[*]}{.type}={.status} {end}";
    const said = await kubectl(["-n", namespace, "get", "httproute", "--output", conditions]);
    expect(said.trim().split(" ").sort()).toEqual([...both("Accepted=True"), ...both("ResolvedRefs=True")]);
  });
});

it("matches by method, header and query, also by the beginning of a header", async () => {
  await eventually(async () => expect(await podOf("/a", { "x-team": "a.b" })).toBe("ratings"));
  expect(await podOf("/a", { "x-team": "ab" })).toBe("reviews");
  expect([await podOf("/b?q=12"), await podOf("/b/c?q=12"), await podOf("/b?q=x"), await podOf("/bc?q=12")]).toEqual([
    "ratings",
    "ratings",
    "reviews",
    "reviews",
  ]);
});

it("changes headers, and the path as a whole or where it begins", async () => {
  const answer = await eventually(async () => {
    const one = await ask("/", { "x-gone": "1" });
    expect(one?.status).toBe(200);
    return one;
  });
  expect([answer?.received["x-set"], answer?.received["x-gone"], answer?.headers["x-added"]]).toEqual([
    "1",
    undefined,
    "2",
  ]);
  const pathOf = async (path: string) => /URL=(\S+)/.exec((await ask(path))?.body ?? "")?.[1];
  expect([await pathOf("/whole"), await pathOf("/part"), await pathOf("/part/1")]).toEqual(["/new", "/new", "/new/1"]);
});

it("redirects to a port, and marks what goes to one destination and comes from it", async () => {
  const locationOf = async (path: string) => (await ask(path))?.headers.location;
  await eventually(async () => expect(await locationOf("/port")).toBe(`https://${host}:8443/port`));
  expect(await locationOf("/protocol")).toBe(`https://${host}/protocol`);
  const marked = await ask("/marked");
  expect([marked?.received["x-to"], marked?.headers["x-from"]]).toEqual(["ratings", "ratings"]);
});

it("routes www.service1.io by the header version, as k8s-combat does", async () => {
  const versionOf = async (version: string) => {
    const [answer] = await call({
      from: `${namespace}/caller-v1`,
      url: `http://public-istio.${namespace}/ping`,
      headers: { Host: "www.service1.io", version },
    });
    return [answer?.pod?.replace(/-v\d-.*/, ""), answer?.version];
  };
  await eventually(async () => expect(await versionOf("200")).toEqual([combat, "v2"]));
  expect([await versionOf("100"), await versionOf("300")]).toEqual([
    [combat, "v1"],
    [combat, "v1"],
  ]);
});

it("takes no route of a namespace that the listener does not take", async () => {
  const other = `${namespace}-other`;
  const parentRefs = [{ name: "public", namespace, sectionName: "http" }];
  const metadata = { name: "taken", namespace: other };
  const spec = { parentRefs, hostnames: [host], rules: [{ matches: [{ path: { value: "/taken" } }] }] };
  const objects: Manifest[] = [
    { apiVersion: "v1", kind: "Namespace", metadata: { name: other } },
    { apiVersion: "gateway.networking.k8s.io/v1", kind: "HTTPRoute", metadata, spec },
  ];
  await apply(objects);
  try {
    await eventually(async () => {
      const path = 'jsonpath={.status.parents[0].conditions[?(@.type=="Accepted")].reason}';
      const reason = await kubectl(["-n", other, "get", "httproute", metadata.name, "--output", path]);
      expect(reason).toBe("NotAllowedByListeners");
    });
    expect(await podOf("/taken")).toBe("reviews");
  } finally {
    await remove(objects.slice(1));
    await removeNamespace(other);
  }
});
