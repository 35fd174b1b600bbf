// A server in the place of the API server, which keeps one object's managers. Does not prove that the API server takes the patch so:
// test/e2e/mesh.test.ts changes a route with kubectl.
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { afterEach, beforeEach, expect, it } from "vitest";
import type { StateObject } from "../../src/cli/adopt-objects.js";
import { takeBackFields } from "../../src/cli/foreign-changes.js";
import { formatFinding } from "../../src/findings/finding.js";

const ours = { manager: "pulumi-kubernetes-aaaa0000", operation: "Apply", fieldsV1: { "f:spec": { "f:hosts": {} } } };
const theirs = {
  manager: "kubectl-edit",
  operation: "Update",
  time: "2026-11-30T16:00:00Z",
  fieldsV1: { "f:spec": { "f:http": {} } },
};
const route: StateObject = {
  apiVersion: "networking.istio.io/v1",
  kind: "VirtualService",
  namespace: "shop",
  name: "reviews",
  manager: ours.manager,
  spec: { hosts: ["reviews"], http: [{ timeout: "3s" }] },
};
const api = "/apis/networking.istio.io/v1";
const own = `${api}/namespaces/shop/virtualservices/reviews`;

let server: Server;
let kubeconfig: string;
let managedFields: unknown;
let asked: string[];

beforeEach(async () => {
  [managedFields, asked] = [[ours, theirs], []];
  server = createServer((request, response) => {
    const { method = "", url = "" } = request;
    asked.push(`${method} ${url}`);
    void text(request).then((body) => {
      const object = { metadata: { name: "reviews", namespace: "shop", resourceVersion: "7", managedFields } };
      if (method === "PATCH") {
        const [test, replace] = JSON.parse(body) as { path: string; value: unknown }[];
        expect(test).toEqual({ op: "test", path: "/metadata/resourceVersion", value: "7" });
        managedFields = replace?.value;
      }
      const resources = [{ name: "virtualservices", kind: "VirtualService", namespaced: true }];
      const answers: Record<string, object> = { [api]: { resources }, [`${api}/virtualservices`]: { items: [object] } };
      response.end(JSON.stringify(answers[url] ?? object));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  kubeconfig = JSON.stringify({
    "current-context": "a",
    contexts: [{ name: "a", context: { cluster: "a", user: "a" } }],
    clusters: [{ name: "a", cluster: { server: `http://127.0.0.1:${port}` } }],
    users: [{ name: "a", user: {} }],
  });
});
afterEach(() => server.close());

const both = [{ ...ours, fieldsV1: { "f:spec": { "f:hosts": {}, "f:http": {} } } }];

it("names what was changed, and gives it to the stack", async () => {
  const { findings } = await takeBackFields(kubeconfig, [route]);
  expect(findings.map(formatFinding)).toEqual([
    "VirtualService shop/reviews: warning MESH0165: spec.http was changed by kubectl-edit at 2026-11-30T16:00:00Z, and not by this stack; to keep the change, write it into the stack's files",
  ]);
  expect(managedFields).toEqual(both);
});

it("gives it back where the run has not written it", async () => {
  const { giveBack } = await takeBackFields(kubeconfig, [route]);
  await giveBack();
  expect(managedFields).toEqual([ours, theirs]);
});

it("leaves it where somebody has changed the object meanwhile", async () => {
  const { giveBack } = await takeBackFields(kubeconfig, [route]);
  managedFields = [...both, { ...theirs, manager: "kubectl-patch" }];
  await giveBack();
  expect(managedFields).toEqual([...both, { ...theirs, manager: "kubectl-patch" }]);
});

it("asks once for all objects of a kind, and for no other kinds than Istio's and the Gateway API's", async () => {
  const other = { ...route, apiVersion: "apps/v1", kind: "Deployment" };
  await takeBackFields(kubeconfig, [other, { ...route, name: "ratings" }, route]);
  expect(asked).toEqual([`GET ${api}`, `GET ${api}/virtualservices`, `PATCH ${own}`]);
});

it("says nothing of an object whose spec another owner writes", async () => {
  const { findings } = await takeBackFields(kubeconfig, [{ ...route, spec: undefined }]);
  expect([findings, managedFields]).toEqual([[], [ours, theirs]]);
});
