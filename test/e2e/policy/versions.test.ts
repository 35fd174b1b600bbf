// Does not prove that no request is lost while versions come and go: the order of resources is the engine's.
import { afterAll, beforeAll, expect, it } from "vitest";
import { apply, eventually, kubectl } from "./cluster.js";
import { Policies } from "./policies.js";
import { call, countBy } from "./requests.js";
import { createEchos, removeNamespace, startNamespace } from "./workloads.js";

const namespace = "policy-versions";
const echos = createEchos(namespace, [{ name: "client" }, { name: "server", versions: ["v1", "v2"], replicas: 2 }]);
const policies = new Policies(echos);

beforeAll(() => startNamespace(namespace, echos));
afterAll(() => removeNamespace(namespace));

const ask = (headers: Record<string, string>) =>
  call({ from: `${namespace}/client-v1`, url: "http://server:8081/", count: 20, headers });
const countVersions = async (headers: Record<string, string> = {}) => countBy(await ask(headers), (one) => one.version);

const document = (versions: string, routes: string) =>
  `service: ${namespace}/server\nversions: { ${versions} }\nroutes: [${routes}]\n`;

it("is the pods that have the labels, and no others", async () => {
  expect(Object.keys(await countVersions()).sort()).toEqual(["v1", "v2"]);
  const versions = "old: { version: v1 }, new: { version: v2, app: server }";
  const routes = "{ name: next, match: [{ headers: { x-next: { exact: 'yes' } } }], to: { new: 100 } }";
  await policies.set(document(versions, `${routes}, { name: default, to: { old: 100 } }`));
  await eventually(async () => {
    expect(await countVersions()).toEqual({ v1: 20 });
    expect(await countVersions({ "x-next": "yes" })).toEqual({ v2: 20 });
  });
});

it("goes without the others being touched", async () => {
  const read = () => kubectl(["-n", namespace, "get", "destinationrule", "server.old", "-o", "jsonpath={.metadata}"]);
  const before = JSON.parse(await read()) as { uid: string; generation: number };
  await policies.set(document("old: { version: v1 }", "{ name: default, to: { old: 100 } }"));
  await eventually(async () => expect(await countVersions({ "x-next": "yes" })).toEqual({ v1: 20 }));
  const names = await kubectl(["-n", namespace, "get", "destinationrule", "-o", "name"]);
  expect(names.trim()).toBe("destinationrule.networking.istio.io/server.old");
  expect(JSON.parse(await read())).toMatchObject({ uid: before.uid, generation: before.generation });
});

it("has the traffic policy of its service, whichever object is older", async () => {
  const countPods = async () => Object.keys(countBy(await ask({ "x-user": "1" }), ({ pod }) => pod)).length;
  expect(await countPods()).toBe(2);
  const text = document("old: { version: v1 }", "{ name: default, to: { old: 100 } }");
  const hash = "loadBalancer: { consistentHash: { httpHeaderName: x-user } }\n";
  const made = await policies.set(text + hash);
  await eventually(async () => expect(await countPods()).toBe(1));
  expect(await countVersions()).toEqual({ v1: 20 });
  // Once more, the version's object being the younger one.
  const version = ["-n", namespace, "delete", "destinationrule", "server.old"];
  await kubectl(version);
  await apply(made);
  await eventually(async () => {
    expect(await countVersions()).toEqual({ v1: 20 });
    expect(await countPods()).toBe(1);
  });
});
