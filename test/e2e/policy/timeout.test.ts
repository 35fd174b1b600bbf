// Does not prove how exactly the limit is kept, nor anything of Istio's released proxy: the local one is upstream Envoy.
import { afterAll, beforeAll, expect, it } from "vitest";
import { eventually } from "./cluster.js";
import { Policies } from "./policies.js";
import { call, countStatuses } from "./requests.js";
import { createEchos, removeNamespace, startNamespace } from "./workloads.js";

const namespace = "policy-timeout";
const echos = createEchos(namespace, [{ name: "client" }, { name: "server" }, { name: "other" }]);
const policies = new Policies(echos);

beforeAll(() => startNamespace(namespace, echos));
afterAll(() => removeNamespace(namespace));

const ask = async (service: string, delay: string) =>
  countStatuses(await call({ from: `${namespace}/client-v1`, url: `http://${service}:8081/?delay=${delay}` }));

it("cuts a slow upstream off, and leaves a quick one and other services alone", async () => {
  expect(await ask("server", "1s")).toEqual({ 200: 1 });
  await policies.set(`service: ${namespace}/server\ntimeout: 300ms\n`);
  await eventually(async () => expect(await ask("server", "1s")).toEqual({ 504: 1 }));
  expect(await ask("server", "0s")).toEqual({ 200: 1 });
  expect(await ask("other", "1s")).toEqual({ 200: 1 });
});

it("is the namespace's where the service has none of its own", async () => {
  await policies.set(`namespace: ${namespace}\ntimeout: 300ms\n---\nservice: ${namespace}/other\ntimeout: 3s\n`);
  await eventually(async () => expect(await ask("server", "1s")).toEqual({ 504: 1 }));
  await eventually(async () => expect(await ask("other", "1s")).toEqual({ 200: 1 }));
});

it("is a route's alone where the route has it", async () => {
  await policies.set(`
service: ${namespace}/server
routes:
  - { name: slow, match: [{ uri: { prefix: /slow } }], timeout: 3s }
timeout: 300ms
`);
  await eventually(async () => {
    const answers = await call({ from: `${namespace}/client-v1`, url: "http://server:8081/slow?delay=1s" });
    expect(countStatuses(answers)).toEqual({ 200: 1 });
    expect(await ask("server", "1s")).toEqual({ 504: 1 });
  });
});

it("is taken away by none, from a route and from a service", async () => {
  await policies.set(`
namespace: ${namespace}
timeout: 300ms
---
service: ${namespace}/server
routes: [{ name: stream, match: [{ uri: { prefix: /stream } }], timeout: none }]
---
service: ${namespace}/other
timeout: none
`);
  await eventually(async () => {
    expect(await ask("server", "1s")).toEqual({ 504: 1 });
    const answers = await call({ from: `${namespace}/client-v1`, url: "http://server:8081/stream?delay=1s" });
    expect(countStatuses(answers)).toEqual({ 200: 1 });
    expect(await ask("other", "1s")).toEqual({ 200: 1 });
  });
});
