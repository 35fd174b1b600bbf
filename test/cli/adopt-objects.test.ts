// An API server of our own. Does not prove that Kubernetes takes what adopts an object: test/e2e/killed.test.ts kills a real run.
import { expect, it } from "vitest";
import { hasOneOf } from "../../src/cli/adopt-objects.js";
import { withApiServer, type Answer } from "../components/api-server.js";

const kinds = (...resources: [kind: string, name: string, namespaced: boolean][]) => ({
  resources: resources.map(([kind, name, namespaced]) => ({ kind, name, namespaced })),
});
const answers: Record<string, object> = {
  "GET /api/v1": kinds(["Namespace", "namespaces", false], ["ServiceAccount", "serviceaccounts", true]),
  "GET /api/v1/namespaces/istio-system": { metadata: { uid: "n-2" } },
  "GET /api/v1/namespaces/istio-system/serviceaccounts/istiod": { metadata: { uid: "s-1" } },
};
const answer = (request: string): Answer =>
  request in answers ? { status: 200, body: answers[request] ?? {} } : { status: 404, body: { message: "not found" } };

const namespace = { apiVersion: "v1", kind: "Namespace", name: "istio-system", manager: "mesh", uid: "n-1" };
const account = { ...namespace, kind: "ServiceAccount", name: "istiod", namespace: "istio-system", uid: "s-1" };
const gateway = { ...namespace, apiVersion: "networking.istio.io/v1", kind: "Gateway", uid: "g-1" };

it.each([
  ["one of the same identity", [namespace, gateway, account], true],
  ["only namesakes", [namespace], false],
  ["only kinds that the cluster does not know", [gateway], false],
  ["none", [], false],
])("knows a cluster by the objects that it has: %s", async (_what, objects, expected) => {
  await withApiServer(answer, async (kubeconfig) => {
    expect(await hasOneOf(kubeconfig, objects)).toBe(expected);
  });
});

it("asks for ten objects at most, and for each kind once", async () => {
  const many = Array.from({ length: 40 }, (_, index) => ({ ...namespace, name: `n${index}` }));
  const requests = await withApiServer(answer, async (kubeconfig) => {
    expect(await hasOneOf(kubeconfig, many)).toBe(false);
  });
  expect(requests).toEqual(["GET /api/v1", ...many.slice(0, 10).map(({ name }) => `GET /api/v1/namespaces/${name}`)]);
});
