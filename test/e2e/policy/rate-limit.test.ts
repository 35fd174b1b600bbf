// Does not prove how evenly a budget fills up again, nor that calls over connections from before the policy have it: until
// the proxy closes these, they have none. Global limits: rate-limit-service.test.ts.
import { afterAll, beforeAll, expect, it } from "vitest";
import { eventually } from "./cluster.js";
import { Policies } from "./policies.js";
import { call, countStatuses, type Answer } from "./requests.js";
import { createEchos, removeNamespace, startNamespace } from "./workloads.js";

const namespace = "policy-rate-limit";
// Without a sidecar the client has no connections that it keeps.
const client = { name: "client", inject: false };
const echos = createEchos(namespace, [client, { name: "server" }, { name: "pair", replicas: 2 }]);
const policies = new Policies(echos);

beforeAll(() => startNamespace(namespace, echos));
afterAll(() => removeNamespace(namespace));

const send = (url: string, count = 1, headers: Record<string, string> = {}, flags: string[] = []) =>
  call({ from: `${namespace}/client-v1`, url, count, headers, flags: ["--new-connection-per-request", ...flags] });
const sendInTurn = async (url: string, times: number) => {
  const answers: Answer[] = [];
  while (answers.length < times) answers.push(...(await send(url)));
  return answers;
};
const count = async (path: string, times: number, headers?: Record<string, string>, flags?: string[]) =>
  countStatuses(await send(`http://server:8081${path}`, times, headers, flags));

it("refuses what comes after the budget, by path, method and header, and nothing else", async () => {
  await eventually(async () => expect(await count("/login", 5)).toEqual({ 200: 5 }));
  await policies.set(`
service: ${namespace}/server
rateLimit:
  local:
    - { requests: 3, per: 1h, paths: [/login, /api/*] }
    - { requests: 2, per: 1h, paths: ["*.json"], by: [{ header: x-user }] }
    - { requests: 1, per: 1h, methods: [DELETE] }
    - { requests: 1, per: 1h, headers: { x-plan: { exact: free } } }
    - { requests: 2, per: 1h, paths: [/proto.EchoTestService/*] }
    - { requests: 10000, per: 1h, paths: [/probe] }
`);
  await eventually(async () => {
    const [answer] = await send("http://server:8081/probe");
    expect(answer?.headers).toHaveProperty("x-ratelimit-limit", "10000");
  });
  const answers = await sendInTurn("http://server:8081/login", 5);
  expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 429, 429]);
  expect(answers.map(({ headers }) => headers["x-ratelimit-limit"])).toEqual(["3", "3", "3", "3", "3"]);
  expect(answers.map(({ headers }) => headers["x-ratelimit-remaining"])).toEqual(["2", "1", "0", "0", "0"]);
  // One budget for all paths of a limit, whatever the query; other paths have none.
  expect(await count("/api/a?page=1", 2)).toEqual({ 429: 2 });
  expect(await count("/login/other", 5)).toEqual({ 200: 5 });
  const users: Record<string, string>[] = [{ "x-user": "ann" }, { "x-user": "bob" }, {}];
  for (const headers of users) {
    expect(await count("/a.json", 3, headers)).toEqual({ 200: 2, 429: 1 });
  }
  expect(await count("/other", 3, { "x-plan": "free" })).toEqual({ 200: 1, 429: 2 });
  expect(await count("/other", 3, { "x-plan": "paid" })).toEqual({ 200: 3 });
  expect(await count("/other", 3, {}, ["--method=DELETE"])).toEqual({ 200: 1, 429: 2 });
  const grpc = await sendInTurn("grpc://server:50051", 3);
  expect(grpc.map(({ pod }) => pod !== undefined)).toEqual([true, true, false]);
});

it("is not used up by callers who may not come at all", async () => {
  const limit = "{ requests: 2, per: 1h, paths: [/guarded] }, { requests: 10000, per: 1h, paths: [/probe] }";
  await policies.set(`
service: ${namespace}/server
rateLimit: { local: [${limit}] }
---
apiVersion: security.istio.io/v1
kind: AuthorizationPolicy
metadata: { name: guard, namespace: ${namespace} }
spec:
  selector: { matchLabels: { app: server } }
  action: DENY
  rules: [{ when: [{ key: "request.headers[x-caller]", values: [bad] }] }]
`);
  await eventually(async () => {
    expect(await count("/probe", 1, { "x-caller": "bad" })).toEqual({ 403: 1 });
    const [answer] = await send("http://server:8081/probe");
    expect(answer?.headers).toHaveProperty("x-ratelimit-limit", "10000");
  });
  expect(await count("/guarded", 5, { "x-caller": "bad" })).toEqual({ 403: 5 });
  expect(await count("/guarded", 3)).toEqual({ 200: 2, 429: 1 });
});

it("lets every replica count alone", async () => {
  const probe = "{ requests: 10000, per: 1h, paths: [/probe] }";
  await policies.set(
    `service: ${namespace}/pair\nrateLimit: { local: [${probe}, { requests: 5, per: 1h, paths: [/limited] }] }\n`,
  );
  await eventually(async () => {
    const probes = await send("http://pair:8081/probe", 20);
    expect(new Set(probes.map(({ pod }) => pod)).size).toBe(2);
    expect(probes.filter(({ headers }) => headers["x-ratelimit-limit"] === undefined)).toEqual([]);
  });
  expect(countStatuses(await send("http://pair:8081/limited", 60))).toEqual({ 200: 10, 429: 50 });
});

it("counts each client's address, behind a proxy as x-forwarded-for has it", async () => {
  await policies.set(`
service: ${namespace}/server
rateLimit: { local: [{ requests: 2, per: 1h, by: [{ remoteAddress: true }] }, { requests: 9999, per: 1h, paths: [/probe] }] }
`);
  await eventually(async () => {
    const [answer] = await send("http://server:8081/probe", 1, { "x-forwarded-for": "203.0.113.99" });
    expect(answer?.headers).toHaveProperty("x-ratelimit-limit", "2");
  });
  const from = (address: string) => ({ "x-forwarded-for": address });
  for (const headers of [from("203.0.113.1"), from("203.0.113.2"), from("198.51.100.1, 203.0.113.3"), {}]) {
    expect(await count("/a", 3, headers)).toEqual({ 200: 2, 429: 1 });
  }
  // The last address is what the nearest proxy has seen.
  expect(await count("/a", 1, from("198.51.100.2, 203.0.113.3"))).toEqual({ 429: 1 });
});
