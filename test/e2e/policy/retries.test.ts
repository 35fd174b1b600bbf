// Does not prove how long the waits between tries are, nor retries in other localities: the cluster has one. The local proxy is
// upstream Envoy.
import { afterAll, beforeAll, expect, it } from "vitest";
import { eventually } from "./cluster.js";
import { Policies } from "./policies.js";
import { call, countBy, countStatuses, type Answer } from "./requests.js";
import { createEchos, removeNamespace, startNamespace } from "./workloads.js";

const namespace = "policy-retries";
const echos = createEchos(namespace, [{ name: "client" }, { name: "server" }, { name: "other" }]);
const policies = new Policies(echos);

beforeAll(() => startNamespace(namespace, echos));
afterAll(() => removeNamespace(namespace));

const ask = (service: string, path: string, count = 1, flags: readonly string[] = []) =>
  call({ from: `${namespace}/client-v1`, url: `http://${service}:8081${path}`, count, flags });

/** The last try's number, as the server saw it. */
const readAttempt = ({ received }: Answer) => received["x-envoy-attempt-count"];

/** Statuses and numbers of the last tries of a service that always fails. */
const fail = async (service = "server", path = "/", flags: readonly string[] = []) => {
  const answers = await ask(service, `${path}?codes=503:1`, 1, flags);
  return { statuses: countStatuses(answers), attempts: countBy(answers, readAttempt) };
};

const failed = (attempts: number) => ({ statuses: { 503: 1 }, attempts: { [attempts]: 1 } });

it("makes a flaky service succeed, by as many tries as that takes", async () => {
  const flaky = "/?codes=503:1,200:1";
  expect(countStatuses(await ask("server", flaky, 40))[503]).toBeGreaterThan(0);
  await policies.set(`service: ${namespace}/server\nretries: { attempts: 30, retryOn: "503", backoff: 1ms }\n`);
  await eventually(async () => expect(await fail()).toEqual(failed(31)));
  const answers = await ask("server", flaky, 100);
  expect(countStatuses(answers)).toEqual({ 200: 100 });
  // Tries until one of two equally likely answers comes: mean 2 and variance 2 each, so 100 of them vary by 14.1.
  const tries = answers.reduce((sum, answer) => sum + Number(readAttempt(answer)), 0);
  expect(Math.abs(tries - 200)).toBeLessThanOrEqual(5 * Math.sqrt(200));
});

it("tries again for the named reasons alone, and cuts each try off", async () => {
  await policies.set(`service: ${namespace}/server\nretries: { attempts: 2, retryOn: "gateway-error, 429" }\n`);
  await eventually(async () => expect(await fail()).toEqual(failed(3)));
  expect(countBy(await ask("server", "/?codes=429:1"), readAttempt)).toEqual({ 3: 1 });
  expect(countBy(await ask("server", "/?codes=500:1"), readAttempt)).toEqual({ 1: 1 });
  expect(countStatuses(await ask("server", "/?delay=1s"))).toEqual({ 200: 1 });
  await policies.set(`service: ${namespace}/server\nretries: { attempts: 1, perTryTimeout: 200ms }\n`);
  await eventually(async () => expect(countStatuses(await ask("server", "/?delay=1s"))).toEqual({ 504: 1 }));
});

it("is the mesh's, the namespace's, the service's or a route's, the innermost of them", async () => {
  await policies.set(`
mesh: default
retries: { attempts: 1, retryOn: 5xx }
---
service: ${namespace}/server
routes:
  - { name: writes, match: [{ method: { exact: POST } }], retries: { attempts: 0 } }
retries: { attempts: 2, retryOn: 5xx }
`);
  await eventually(async () => {
    expect(await fail("other")).toEqual(failed(2));
    expect(await fail("server")).toEqual(failed(3));
    expect(await fail("server", "/", ["--method=POST"])).toEqual(failed(1));
  });
  await policies.set(`namespace: ${namespace}\nretries: { attempts: 4, retryOn: 5xx }\n`);
  await eventually(async () => expect(await fail("other")).toEqual(failed(5)));
});
