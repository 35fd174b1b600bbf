// Does not prove what mirroring costs, nor that a mirror that hangs holds nobody up for long. The local proxy is upstream Envoy.
import { afterAll, beforeAll, expect, it } from "vitest";
import { eventually, kubectl } from "./cluster.js";
import { Policies } from "./policies.js";
import { call, countBy, countStatuses } from "./requests.js";
import { createEchos, removeNamespace, startNamespace } from "./workloads.js";

const namespace = "policy-mirror";
const echos = createEchos(namespace, [
  { name: "client" },
  { name: "server", versions: ["v1", "v2"] },
  { name: "other" },
]);
const policies = new Policies(echos);
const versions = "versions: { v1: { version: v1 }, v2: { version: v2 } }";

beforeAll(() => startNamespace(namespace, echos));
afterAll(() => removeNamespace(namespace));

const ask = (path: string, count = 1) =>
  call({ from: `${namespace}/client-v1`, url: `http://server:8081${path}`, count });

/** The lines that a Deployment's echo server wrote down for requests of a path. */
const readRequests = async (deployment: string, path: string) => {
  const log = await kubectl(["-n", namespace, "logs", `deploy/${deployment}`, "-c", "echo"]);
  return log.split("\n").filter((line) => line.includes(" Request\t") && line.includes(`url=${path} `));
};

it("sends copies of all requests, and callers never see the mirror's answers", async () => {
  await policies.set(`service: ${namespace}/server\n${versions}\nroutes: [{ name: default, to: { v1: 100 } }]\n`);
  await eventually(async () => expect(countBy(await ask("/", 30), ({ version }) => version)).toEqual({ v1: 30 }));
  expect(await readRequests("server-v2", "/copied")).toEqual([]);
  await policies.set(`
service: ${namespace}/server
${versions}
routes: [{ name: default, to: { v1: 100 } }]
mirror: { to: v2 }
`);
  await eventually(async () => {
    await ask("/tried");
    expect(await readRequests("server-v2", "/tried")).not.toEqual([]);
  });
  const answers = await ask("/copied", 50);
  expect(countStatuses(answers)).toEqual({ 200: 50 });
  expect(countBy(answers, ({ version }) => version)).toEqual({ v1: 50 });
  await eventually(async () => expect(await readRequests("server-v2", "/copied")).toHaveLength(50));
  expect(await readRequests("server-v1", "/copied")).toHaveLength(50);
});

it("copies its share to another service, of a route alone, and a mirror that is away harms nobody", async () => {
  const count = 400;
  await policies.set(`
service: ${namespace}/server
routes:
  - { name: shared, match: [{ uri: { prefix: /shared } }], mirror: { to: ${namespace}/other, percentage: 25 } }
`);
  await eventually(async () => {
    await ask("/shared/tried", 20);
    expect(await readRequests("other-v1", "/shared/tried")).not.toEqual([]);
  });
  expect(countStatuses(await ask("/shared/counted", count))).toEqual({ 200: count });
  expect(countStatuses(await ask("/alone", 50))).toEqual({ 200: 50 });
  await eventually(async () => {
    const copies = (await readRequests("other-v1", "/shared/counted")).length;
    expect(Math.abs(copies - 0.25 * count)).toBeLessThanOrEqual(5 * Math.sqrt(count * 0.25 * 0.75));
  });
  expect(await readRequests("other-v1", "/alone")).toEqual([]);
  await kubectl(["-n", namespace, "scale", "deploy/other-v1", "--replicas=0"]);
  await kubectl(["-n", namespace, "wait", "--for=delete", "pod", "-l", "app=other", "--timeout=30s"]);
  expect(countStatuses(await ask("/shared/away", 50))).toEqual({ 200: 50 });
});
