// Does not prove what a scope saves in a large mesh, nor who may call a service by its `access`. The local proxy is upstream Envoy.
import { afterAll, beforeAll, expect, it } from "vitest";
import { eventually, kubectl } from "./cluster.js";
import { Policies } from "./policies.js";
import { call } from "./requests.js";
import { createEchos, removeNamespace, startNamespace } from "./workloads.js";

const namespace = "policy-calls";
const outside = "policy-calls-b";
const echos = createEchos(namespace, [{ name: "client" }, { name: "server" }, { name: "other" }]);
const policies = new Policies(echos);

beforeAll(() =>
  Promise.all([
    startNamespace(namespace, echos),
    startNamespace(outside, createEchos(outside, [{ name: "host" }]), {}),
  ]),
);
afterAll(() => Promise.all([removeNamespace(namespace), removeNamespace(outside)]));

/** How a service is reached: by the mesh, whose mutual TLS says who calls, or past it; or the status. */
const reach = async (service: string, from = "client") => {
  const [answer] = await call({ from: `${namespace}/${from}-v1`, url: `http://${service}:8081/` });
  if (answer?.status !== 200) return String(answer?.status);
  return "x-forwarded-client-cert" in answer.received ? "mesh" : "past it";
};

/** The clusters of the client's proxy. */
const readClusters = async () => {
  const path = "config_dump?resource=dynamic_active_clusters";
  const agent = ["exec", "deploy/client-v1", "-c", "istio-proxy", "--", "pilot-agent", "request", "GET", path];
  const dump = await kubectl(["-n", namespace, ...agent]);
  return {
    names: (JSON.parse(dump).configs as any[]).map(({ cluster }) => cluster.name as string),
    bytes: dump.length,
  };
};

it("makes the proxy small: it knows what is called, and nothing else", async () => {
  expect([await reach("server"), await reach("other")]).toEqual(["mesh", "mesh"]);
  const before = await readClusters();
  expect(before.names.join()).toContain("istiod.istio-system");
  await policies.set(`service: ${namespace}/client\ncalls: [${namespace}/server]\n`, { providerHosts: [] });
  await eventually(async () => expect([await reach("server"), await reach("other")]).toEqual(["mesh", "past it"]));
  const after = await readClusters();
  const server = [50051, 8081, 9090].map((port) => `outbound|${port}||server.${namespace}.svc.cluster.local`);
  expect(after.names.filter((name) => name.startsWith("outbound")).sort()).toEqual(server);
  expect(after.bytes).toBeLessThan(before.bytes / 2);
  expect(await reach("other", "server")).toBe("mesh");
});

it("keeps the control plane's namespace in it where nothing says which services every proxy needs", async () => {
  await policies.set(`service: ${namespace}/client\ncalls: [${namespace}/server]\n`);
  await eventually(async () => expect((await readClusters()).names.join()).toContain("istiod.istio-system"));
  expect([await reach("server"), await reach("other")]).toEqual(["mesh", "past it"]);
});

it("knows nothing where nothing is called", async () => {
  await policies.set(`service: ${namespace}/client\ncalls: []\n`, { providerHosts: [] });
  await eventually(async () => expect([await reach("server"), await reach("other")]).toEqual(["past it", "past it"]));
});

it("makes a host outside of the mesh known", async () => {
  const address = await kubectl(["-n", outside, "get", "pods", "--output=jsonpath={.items[0].status.podIP}"]);
  // No name server knows the host: who asks it goes by the name in the request, and a proxy that does not know it by the address.
  const ask = async () => {
    const headers = { Host: "api.outside.example" };
    const [answer] = await call({ from: `${namespace}/client-v1`, url: "http://other:8081/", headers });
    return answer?.pod?.split("-")[0];
  };
  expect(await ask()).toBe("other");
  await policies.set(`
service: ${namespace}/client
calls: [{ host: api.outside.example, port: 8081, protocol: HTTP, endpoints: [${address}] }]
`);
  await eventually(async () => expect(await ask()).toBe("host"));
});

it("looks up a host of many when it is called", async () => {
  const host = `host.${outside}.svc:8081`;
  const ask = async () => {
    const [answer] = await call({ from: `${namespace}/client-v1`, url: "http://other:8081/", headers: { Host: host } });
    return answer?.pod?.split("-")[0];
  };
  await policies.set(`service: ${namespace}/client\ncalls: []\n`);
  await eventually(async () => expect(await ask()).toBe("other"));
  await policies.set(`
service: ${namespace}/client
calls: [{ host: "*.${outside}.svc", port: 8081, protocol: HTTP }]
`);
  await eventually(async () => expect(await ask()).toBe("host"));
});
