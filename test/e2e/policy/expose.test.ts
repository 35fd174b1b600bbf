// Does not prove that the gateway is reached from outside of the cluster, nor HTTPS. The local proxy is upstream Envoy.
import { afterAll, beforeAll, expect, it } from "vitest";
import { eventually } from "./cluster.js";
import { claimIngressGateway } from "./ingress-gateway.js";
import { Policies } from "./policies.js";
import { call } from "./requests.js";
import { createEchos, removeNamespace, startNamespace } from "./workloads.js";

const namespace = "policy-expose";
const versions = ["v1", "v2"];
const echos = createEchos(namespace, [
  { name: "caller", inject: false },
  { name: "reviews", versions },
  { name: "ratings", versions, ports: [{ name: "http", port: 8081 }] },
]);
const policies = new Policies(echos);

claimIngressGateway();

beforeAll(() => startNamespace(namespace, echos));
afterAll(async () => {
  await policies.clear();
  await removeNamespace(namespace);
});

const www = "www.expose.example";
const api = "api.expose.example";

// Without any host the gateway does not listen; who else has hosts there is not for this test to say.
const notServed = [404, undefined];

/** Which version of which service answers at the ingress gateway, or with which status the gateway does. */
const ask = async (host: string, path: string, own: Record<string, string> = {}) => {
  const url = `http://istio-ingressgateway.istio-system${path}`;
  const [answer] = await call({ from: `${namespace}/caller-v1`, url, headers: { Host: host, ...own } });
  return answer?.status === 200 ? answer.pod?.split("-").slice(0, 2).join(" ") : answer?.status;
};

it("brings a request to the service and version that host, path and the service's own routes say", async () => {
  expect(notServed).toContain(await ask(www, "/reviews"));
  const gateway = "gateway: istio-system/istio-ingressgateway";
  const ofReviews = `
service: ${namespace}/reviews
versions: { v1: { version: v1 }, v2: { version: v2 } }
routes:
  - { name: testers, match: [{ headers: { x-user: { exact: tester } }, uri: { prefix: /reviews/new } }], to: { v2: 100 } }
  - { name: default, to: { v1: 100 } }
timeout: 500ms
expose: [{ ${gateway}, hosts: [${www}], paths: [/reviews], port: 8081 }]
`;
  const ofRatings = `
service: ${namespace}/ratings
versions: { v1: { version: v1 }, v2: { version: v2 } }
routes: [{ name: default, to: { v1: 0, v2: 100 }, weightsOwnedBy: rollouts }]
expose: [{ ${gateway}, hosts: [${www}, ${api}] }]
`;
  await policies.set(`${ofReviews}---${ofRatings}`);
  await eventually(async () => expect(await ask(www, "/reviews")).toBe("reviews v1"));
  await eventually(async () => expect(await ask(api, "/reviews")).toBe("ratings v2"));

  const tester = { "x-user": "tester" };
  expect(await ask(www, "/reviews/new/1", tester)).toBe("reviews v2");
  expect(await ask(www, "/reviews/new/1")).toBe("reviews v1");
  expect(await ask(www, "/reviews/1", tester)).toBe("reviews v1");
  expect(await ask(www, "/reviewsx")).toBe("ratings v2");
  expect(await ask(www, "/")).toBe("ratings v2");
  expect(await ask("other.expose.example", "/reviews")).toBe(404);
});

it("keeps the time-out of the service alone", async () => {
  expect(await ask(www, "/reviews?delay=1500ms")).toBe(504);
  expect(await ask(www, "/?delay=1500ms")).toBe("ratings v2");
});

it("is gone with the last service of a host", async () => {
  await policies.set("");
  await eventually(async () => {
    expect(notServed).toContain(await ask(www, "/reviews"));
    expect(notServed).toContain(await ask(api, "/"));
  });
});
