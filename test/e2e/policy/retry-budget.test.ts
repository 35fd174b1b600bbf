// Does not prove the share of a budget to the last request: retries begin when answers come. The local proxy is upstream Envoy.
import { afterAll, beforeAll, expect, it } from "vitest";
import { eventually } from "./cluster.js";
import { Policies } from "./policies.js";
import { call, countBy } from "./requests.js";
import { createEchos, removeNamespace, startNamespace } from "./workloads.js";

const namespace = "policy-retry-budget";
const echos = createEchos(namespace, [{ name: "client" }, { name: "server" }]);
const policies = new Policies(echos);

beforeAll(() => startNamespace(namespace, echos));
afterAll(() => removeNamespace(namespace));

const count = 20;

/** How many of requests that all fail at one time are sent again. */
const countRetried = async () => {
  const answers = await call({
    from: `${namespace}/client-v1`,
    url: "http://server:8081/?codes=503:1&delay=1s",
    count,
  });
  const { 2: retried = 0 } = countBy(answers, ({ received }) => received["x-envoy-attempt-count"]);
  return retried;
};

const write = (budget: string) => `service: ${namespace}/server\nretries: { attempts: 1, retryOn: "503" }\n${budget}`;

it("leaves out retries that are beyond it, and no others", async () => {
  await policies.set(write(""));
  await eventually(async () => expect(await countRetried()).toBe(count));
  await policies.set(write("retryBudget: { percent: 0, minRetryConcurrency: 1 }\n"));
  await eventually(async () => {
    const retried = await countRetried();
    expect(retried).toBeGreaterThan(0);
    expect(retried).toBeLessThanOrEqual(count / 4);
  });
  // More at a time than there are requests.
  await policies.set(write(`retryBudget: { percent: 0, minRetryConcurrency: ${2 * count} }\n`));
  await eventually(async () => expect(await countRetried()).toBe(count));
});
