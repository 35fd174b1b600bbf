// Does not prove how even a choice by chance or by load is, nor what becomes of requests in several zones: zones.test.ts does.
import { afterAll, beforeAll, expect, it } from "vitest";
import { eventually } from "./cluster.js";
import { failAgain, failFromStart, heal } from "./failing-version.js";
import { Policies } from "./policies.js";
import { call, countBy, type Request } from "./requests.js";
import { createEchos, removeNamespace, startNamespace } from "./workloads.js";

const namespace = "policy-load-balancer";
const all = createEchos(namespace, [
  { name: "client" },
  { name: "outsider", inject: false },
  { name: "server", replicas: 3 },
  { name: "pair", versions: ["v1", "v2"] },
]);
const echos = failFromStart(all, "pair-v1");
const policies = new Policies(echos);

beforeAll(() => startNamespace(namespace, echos));
afterAll(() => removeNamespace(namespace));

/** How many requests each pod answered. */
const findPods = async (request: Partial<Request>) => {
  const answers = await call({ from: `${namespace}/client-v1`, url: "http://server:8081/", count: 12, ...request });
  return countBy(answers, ({ pod }) => pod);
};

const users = Array.from({ length: 12 }, (_, index) => `user-${index}`);

const setHash = (value: string) =>
  policies.set(`service: ${namespace}/server\nloadBalancer: { consistentHash: { ${value} } }\n`);

it("deals the calls of one gRPC connection out in turn, which a caller outside of the mesh keeps at one replica", async () => {
  await policies.set(`service: ${namespace}/server\nloadBalancer: { simple: ROUND_ROBIN }\n`);
  const url = `grpc://server.${namespace}:50051`;
  await eventually(async () => expect(Object.values(await findPods({ url, count: 60 }))).toEqual([20, 20, 20]));
  expect(Object.values(await findPods({ url, count: 60, from: `${namespace}/outsider-v1` }))).toEqual([60]);
});

it("sends all requests with one header to one replica, and those with others to others", async () => {
  await policies.clear();
  await eventually(async () => expect(Object.keys(await findPods({ headers: { "x-user": "1" } })).length).toBe(3));
  await setHash("httpHeaderName: x-user");
  const chosen = await eventually(async () => {
    const pods = await Promise.all(users.map((user) => findPods({ count: 6, headers: { "x-user": user } })));
    pods.forEach((one) => expect(Object.values(one)).toEqual([6]));
    return pods.flatMap((one) => Object.keys(one));
  });
  expect(new Set(chosen).size).toBeGreaterThan(1);
  const again = await Promise.all(users.map((user) => findPods({ count: 6, headers: { "x-user": user } })));
  expect(again.flatMap((one) => Object.keys(one))).toEqual(chosen);
});

it("hashes by query parameter, with Maglev's table", async () => {
  await setHash("httpQueryParameterName: user, maglev: { tableSize: 251 }");
  const ask = (user: string) =>
    findPods({ count: 6, url: `http://server:8081/?user=${user}`, headers: { "x-user": "1" } });
  const chosen = await eventually(async () => {
    const pods = await Promise.all(users.map(ask));
    pods.forEach((one) => expect(Object.values(one)).toEqual([6]));
    return new Set(pods.flatMap((one) => Object.keys(one)));
  });
  expect(chosen.size).toBeGreaterThan(1);
});

it("gives a cookie to who has none, and keeps to its replica", async () => {
  await setHash("httpCookie: { name: user, path: /, ttl: 60s }");
  const { cookie, pod } = await eventually(async () => {
    const [answer] = await call({ from: `${namespace}/client-v1`, url: "http://server:8081/" });
    expect(answer?.headers["set-cookie"]).toMatch(/^user="?[^;"]+"?; Max-Age=60; Path=\/; HttpOnly$/i);
    return { cookie: answer?.headers["set-cookie"]?.split(";")[0] ?? "", pod: answer?.pod ?? "" };
  });
  expect(await findPods({ headers: { cookie }, count: 24 })).toEqual({ [pod]: 24 });
});

it("keeps a caller's TCP connections at one replica by its address", async () => {
  const url = "tcp://server:9090";
  await policies.clear();
  await eventually(async () => expect(Object.keys(await findPods({ url })).length).toBe(3));
  await setHash("useSourceIp: true");
  await eventually(async () => expect(Object.values(await findPods({ url }))).toEqual([12]));
});

it("fails over to the replicas that have fewer of the named labels, and back", async () => {
  await heal(namespace, "pair-v1", "v1");
  const ask = async () => {
    const answers = await call({ from: `${namespace}/client-v1`, url: "http://pair:8081/", count: 20 });
    return countBy(answers, ({ status, version }) => (status === 200 ? version : String(status)));
  };
  await eventually(async () => expect(Object.keys(await ask()).sort()).toEqual(["v1", "v2"]));
  await policies.set(`
service: ${namespace}/pair
loadBalancer: { localityLbSetting: { failoverPriority: [version=v1] } }
outlierDetection: { consecutive5xxErrors: 2, interval: 1s, baseEjectionTime: 2s, maxEjectionPercent: 100 }
`);
  await eventually(async () => expect(await ask()).toEqual({ v1: 20 }));
  await failAgain(namespace, "pair-v1");
  await eventually(async () => expect(await ask()).toEqual({ v2: 20 }));
  await heal(namespace, "pair-v1", "v1");
  await eventually(async () => expect(await ask()).toEqual({ v1: 20 }), 60);
});

it("is accepted by istiod in all its forms", async () => {
  const forms = [
    "{ simple: PASSTHROUGH }",
    "{ simple: RANDOM }",
    "{ simple: LEAST_REQUEST, warmup: { duration: 30s, minimumPercent: 5, aggression: 1.5 } }",
    "{ consistentHash: { useSourceIp: true, ringHash: {} } }",
    "{ consistentHash: { httpCookie: { name: a, ttl: 0s }, ringHash: { minimumRingSize: 512 } } }",
    "{ localityLbSetting: { enabled: false } }",
    "{ localityLbSetting: { distribute: [{ from: eu/a/*, to: { eu/a/*: 80, eu/b: 20 } }, { from: '*', to: { '*': 100 } }] } }",
    "{ localityLbSetting: { failover: [{ from: eu, to: us }], failoverPriority: [version=v1] } }",
  ];
  for (const form of forms) {
    const outlierDetection = "outlierDetection: { maxEjectionPercent: 100 }";
    const made = await policies.set(`service: ${namespace}/pair\nloadBalancer: ${form}\n${outlierDetection}\n`);
    expect(made).toHaveLength(1);
  }
});
