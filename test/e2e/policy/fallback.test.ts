// Does not prove what becomes of calls through a gateway, nor what many fallbacks cost. The local proxy is upstream Envoy.
import { afterAll, beforeAll, expect, it } from "vitest";
import { eventually, kubectl } from "./cluster.js";
import { Policies } from "./policies.js";
import { call, countBy, countStatuses } from "./requests.js";
import { createEchos, removeNamespace, startNamespace } from "./workloads.js";

const namespace = "policy-fallback";
const elsewhere = "policy-fallback-b";
const echos = createEchos(namespace, [
  { name: "client" },
  { name: "server", versions: ["v1", "v2"] },
  { name: "spare" },
]);
const policies = new Policies(echos);

const outlier = "{ consecutive5xxErrors: 3, interval: 1s, baseEjectionTime: 5s, maxEjectionPercent: 100 }";
const document = (fallback: string, routes = "[{ name: default, to: { v1: 100 } }]") => `
service: ${namespace}/server
versions: { v1: { version: v1 }, v2: { version: v2 } }
routes: ${routes}
fallback: ${fallback}
outlierDetection: ${outlier}
`;

const respond = `{ status: 299, body: "[]", headers: { content-type: application/json, x-share: 50% } }`;
const responded = {
  status: 299,
  body: "[]",
  pod: undefined,
  headers: { "content-type": "application/json", "x-share": "50%" },
};

beforeAll(async () => {
  await Promise.all([
    startNamespace(namespace, echos),
    startNamespace(elsewhere, createEchos(elsewhere, [{ name: "client" }])),
  ]);
});
afterAll(async () => {
  await policies.clear();
  await Promise.all([removeNamespace(namespace), removeNamespace(elsewhere)]);
});

const ask = (path = "/", { count = 1, from = namespace, service = "server" } = {}) =>
  call({ from: `${from}/client-v1`, url: `http://${service}.${namespace}:8081${path}`, count });

/** Who answers: `server-v1`, `spare-v1` or, where a proxy does, nobody. */
const findAnswerers = async ({ path = "/", from = namespace } = {}) =>
  countBy(await ask(path, { count: 10, from }), ({ pod }) => pod?.split("-").slice(0, 2).join("-"));

const scale = async (replicas: number) => {
  await kubectl(["-n", namespace, "scale", "deploy/server-v1", `--replicas=${replicas}`]);
  await kubectl(["-n", namespace, "rollout", "status", "deploy/server-v1", "--timeout=60s"]);
};

it("is in force always where the service, or a route, is switched off by hand", async () => {
  await policies.set(`
service: ${namespace}/server
versions: { v1: { version: v1 }, v2: { version: v2 } }
routes:
  - { name: "off", match: [{ uri: { prefix: /off } }], to: { v1: 100 }, fallback: { to: v2, when: always } }
  - { name: default, to: { v1: 100 } }
`);
  await eventually(async () => expect(await findAnswerers({ path: "/off" })).toEqual({ "server-v2": 10 }));
  expect(await findAnswerers()).toEqual({ "server-v1": 10 });
  await policies.set(document(`{ respond: ${respond}, when: always }`));
  await eventually(async () => expect((await ask())[0]).toMatchObject(responded));
  await policies.set(document(`{ redirect: { uri: /away }, when: always }`));
  const location = `http://server.${namespace}:8081/away`;
  await eventually(async () => expect((await ask())[0]).toMatchObject({ status: 302, headers: { location } }));
});

it("takes over while the replica is ejected, passes its errors on until then, and gives way again", async () => {
  await policies.set(document("{ to: v2 }"));
  await eventually(async () => expect(await findAnswerers()).toEqual({ "server-v1": 10 }));
  expect(countBy(await ask("/?codes=500:1", { count: 2 }), ({ status, version }) => `${status} ${version}`)).toEqual({
    "500 v1": 2,
  });
  await eventually(async () => {
    await ask("/?codes=500:1", { count: 5 });
    expect(await findAnswerers()).toEqual({ "server-v2": 10 });
  });
  await eventually(async () => expect(await findAnswerers()).toEqual({ "server-v1": 10 }));
});

it("takes over while there is no pod, for callers of other namespaces and of gRPC too, and gives way again", async () => {
  await policies.set(document(`{ to: ${namespace}/spare }`));
  await eventually(async () => expect(await findAnswerers()).toEqual({ "server-v1": 10 }));
  await scale(0);
  await eventually(async () => expect(await findAnswerers()).toEqual({ "spare-v1": 10 }));
  await eventually(async () => expect(await findAnswerers({ from: elsewhere })).toEqual({ "spare-v1": 10 }));
  const url = `grpc://server.${namespace}:50051`;
  const answers = await call({ from: `${elsewhere}/client-v1`, url, count: 3 });
  expect(answers.map(({ pod }) => pod?.split("-")[0])).toEqual(["spare", "spare", "spare"]);
  await scale(1);
  await eventually(async () => expect(await findAnswerers()).toEqual({ "server-v1": 10 }));
});

it("answers or redirects in the service's place while it has no pod, and for nobody else", async () => {
  await policies.set(document("{ redirect: { uri: /50%25, authority: www.example.com } }"));
  await eventually(async () => expect(await findAnswerers()).toEqual({ "server-v1": 10 }));
  await scale(0);
  const location = "http://www.example.com/50%25";
  await eventually(async () => expect((await ask())[0]).toMatchObject({ status: 302, headers: { location } }));
  await policies.set(document("{ redirect: { scheme: https } }"));
  const same = `https://server.${namespace}:8081/some?a=b`;
  await eventually(async () => expect((await ask("/some?a=b"))[0]).toMatchObject({ headers: { location: same } }));
  const owned = "[{ name: default, to: { v1: 100, v2: 0 }, weightsOwnedBy: flagger }]";
  await policies.set(document(`{ respond: ${respond} }`, owned));
  await eventually(async () => expect((await ask("/", { from: elsewhere }))[0]).toMatchObject(responded));
  await kubectl(["-n", namespace, "scale", "deploy/spare-v1", "--replicas=0"]);
  await eventually(async () => expect(countStatuses(await ask("/", { service: "spare" }))).toEqual({ 503: 1 }));
  await scale(1);
  await eventually(async () => expect(await findAnswerers()).toEqual({ "server-v1": 10 }));
  // What the service says itself is its own.
  expect((await ask("/?codes=503:1"))[0]).toMatchObject({ status: 503, version: "v1" });
});
