// Does not prove what becomes of limits while Redis or the rate limit service restarts, nor that the service reads a changed
// ConfigMap: the kubelet takes up to a minute for that.
import { afterAll, beforeAll, expect, it } from "vitest";
import type { Manifest } from "../../../src/kubernetes/manifest.js";
import { apply, eventually, kubectl } from "./cluster.js";
import { Policies } from "./policies.js";
import { call, countStatuses } from "./requests.js";
import { createServer } from "./server.js";
import { loadTestImages } from "./test-images.js";
import { createEchos, removeNamespace, startNamespace } from "./workloads.js";

const namespace = "policy-rate-limit-service";
const echos = createEchos(namespace, [
  { name: "client", inject: false },
  { name: "server", replicas: 2 },
]);

/** Redis, and the rate limit service with the limits that the policies' ConfigMap has. */
async function createServices(): Promise<Manifest[]> {
  const [redis = "", ratelimit = ""] = await loadTestImages("redis", "ratelimit");
  const env = {
    REDIS_SOCKET_TYPE: "tcp",
    REDIS_URL: "redis:6379",
    RUNTIME_ROOT: "/data",
    RUNTIME_SUBDIRECTORY: "ratelimit",
    RUNTIME_APPDIRECTORY: "config",
    RUNTIME_WATCH_ROOT: "false",
    RUNTIME_IGNOREDOTFILES: "true",
    USE_STATSD: "false",
  };
  return [
    ...createServer(namespace, {
      name: "redis",
      image: redis,
      ports: [{ name: "tcp-redis", port: 6379 }],
      container: { args: ["--save", "", "--protected-mode", "no"] },
      inject: false,
    }),
    ...createServer(namespace, {
      name: "ratelimit",
      image: ratelimit,
      ports: [{ name: "grpc", port: 8081 }],
      container: {
        env: Object.entries(env).map(([name, value]) => ({ name, value })),
        volumeMounts: [{ name: "limits", mountPath: "/data/ratelimit/config" }],
      },
      inject: true,
      volumes: [{ name: "limits", configMap: { name: "ratelimit.limits" } }],
    }),
  ];
}

let services: Manifest[];
let policies: Policies;

beforeAll(async () => {
  services = await createServices();
  policies = new Policies([...echos, ...services]);
  await startNamespace(namespace, echos);
});
afterAll(() => removeNamespace(namespace));

const flags = ["--new-connection-per-request"];
const send = (count: number, user?: string, path = "/") => {
  const headers: Record<string, string> = user === undefined ? {} : { "x-user": user };
  return call({ from: `${namespace}/client-v1`, url: `http://server:8081${path}`, count, headers, flags });
};

const documents = (failureModeDeny: boolean) => `
mesh: default
rateLimitService: { service: ${namespace}/ratelimit, port: 8081, timeout: 2s, failureModeDeny: ${failureModeDeny} }
---
service: ${namespace}/server
rateLimit:
  local: [{ requests: 1000, per: 1s }]
  global:
    - { requests: 20, per: 24h, by: [{ header: x-user }] }
    - { requests: 3, per: 24h, paths: [/reports/*] }
`;

it("counts together what all replicas get, for each value of the header alone", async () => {
  await eventually(async () => expect(countStatuses(await send(40, "ann"))).toEqual({ 200: 40 }));
  await policies.set(documents(true));
  await apply(services);
  await kubectl(["-n", namespace, "rollout", "status", "deployment", "--timeout=120s"]);
  let attempt = 0;
  await eventually(async () => {
    attempt += 1;
    const probes = await send(20, `probe-${attempt}`);
    expect(new Set(probes.map(({ pod }) => pod)).size).toBe(2);
    expect(new Set(probes.map(({ headers }) => headers["x-ratelimit-limit"]))).toEqual(new Set(["20, 20;w=86400"]));
  }, 60);
  const ann = await send(40, "ann");
  expect(countStatuses(ann)).toEqual({ 200: 20, 429: 20 });
  expect(new Set(ann.flatMap(({ pod }) => pod ?? [])).size).toBe(2);
  expect(countStatuses(await send(10, "ann"))).toEqual({ 429: 10 });
  expect(countStatuses(await send(25, "bob"))).toEqual({ 200: 20, 429: 5 });
  expect(countStatuses(await send(25))).toEqual({ 200: 20, 429: 5 });
  expect(countStatuses(await send(5, "eve", "/reports/1"))).toEqual({ 200: 3, 429: 2 });
});

it("refuses or lets pass, as the mesh says, while the service does not answer", async () => {
  await kubectl(["-n", namespace, "scale", "deployment", "ratelimit", "--replicas=0"]);
  await eventually(async () => expect(countStatuses(await send(4, "ann"))).toEqual({ 500: 4 }));
  await policies.set(documents(false));
  await eventually(async () => expect(countStatuses(await send(4, "ann"))).toEqual({ 200: 4 }));
});
