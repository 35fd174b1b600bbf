// Does not prove where exactly the limit is, nor that HTTP/2 settings other than the number of requests hold.
import { afterAll, beforeAll, expect, it } from "vitest";
import { eventually } from "./cluster.js";
import { Policies } from "./policies.js";
import { call, countStatuses, readAccessLog } from "./requests.js";
import { createEchos, removeNamespace, startNamespace } from "./workloads.js";

const namespace = "policy-connection-pool";
const echos = createEchos(namespace, [{ name: "client" }, { name: "server" }, { name: "other" }]);
const policies = new Policies(echos);

beforeAll(() => startNamespace(namespace, echos));
afterAll(() => removeNamespace(namespace));

/** The client has 20 requests under way at one time. */
const burst = async (url: string, ...flags: string[]) =>
  countStatuses(await call({ from: `${namespace}/client-v1`, url, count: 20, flags }));

it("answers 503 to what is too much at one time, with flag UO in the caller's access log", async () => {
  expect(await burst("http://server:8081/?delay=300ms")).toEqual({ 200: 20 });
  await policies.set(`
service: ${namespace}/server
connectionPool: { tcp: { maxConnections: 1 }, http: { http1MaxPendingRequests: 1 } }
`);
  await eventually(async () => {
    const { 200: good = 0, 503: refused = 0 } = await burst("http://server:8081/full?delay=300ms");
    expect(refused).toBeGreaterThan(0);
    expect(good).toBeGreaterThan(0);
    expect(good + refused).toBe(20);
  });
  expect(await burst("http://other:8081/?delay=300ms")).toEqual({ 200: 20 });
  const log = await eventually(async () => {
    const lines = (await readAccessLog(namespace, "client-v1")).split("\n").filter((line) => line.includes("/full?"));
    expect(lines.some((line) => line.includes(" 503 "))).toBe(true);
    return lines;
  });
  const refused = log.filter((line) => line.includes(" 503 "));
  expect(refused.filter((line) => !line.includes(" 503 UO "))).toEqual([]);
});

it("is the namespace's where the service has none, and bounds the requests of gRPC", async () => {
  const url = `grpc://other.${namespace}:50051`;
  expect(await burst(url)).toEqual({ 200: 20 });
  await policies.set(`namespace: ${namespace}\nconnectionPool: { http: { http2MaxRequests: 1 } }\n`);
  await eventually(async () => expect((await burst(url)).none).toBeGreaterThan(0));
});

it("refuses TCP connections beyond the limit", async () => {
  expect(await burst("tcp://server:9090")).toEqual({ 200: 20 });
  await policies.set(`service: ${namespace}/server\nconnectionPool: { tcp: { maxConnections: 1 } }\n`);
  await eventually(async () => {
    // Again each time: a connection that was cut by the change itself says nothing of the limit.
    expect((await burst("tcp://server:9090")).none).toBeGreaterThan(0);
    const lines = (await readAccessLog(namespace, "client-v1")).split("\n");
    expect(lines.some((line) => line.includes(" UO ") && line.includes("|9090||server."))).toBe(true);
  });
});

it("is accepted by istiod with all its fields", async () => {
  const tcp =
    "connectTimeout: 1s, maxConnectionDuration: 1h, idleTimeout: 0s, tcpKeepalive: { probes: 3, time: 5m, interval: 1m30s }";
  const http =
    "maxRequestsPerConnection: 1, maxRetries: 2, idleTimeout: 15s, h2UpgradePolicy: UPGRADE, maxConcurrentStreams: 5, http2KeepAlive: { interval: 10s, timeout: 1s }";
  const made = await policies.set(`
service: ${namespace}/server
connectionPool: { tcp: { ${tcp} }, http: { ${http} } }
`);
  expect(made).toHaveLength(1);
});
