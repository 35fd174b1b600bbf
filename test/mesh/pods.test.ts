// Does not prove that a cluster makes these pods: that is by the schemas of Kubernetes' kinds.
import { expect, it } from "vitest";
import { readPodTemplate, readServiceAccount } from "../../src/mesh/pods.js";

const podSpec = { containers: [{ name: "web" }], serviceAccountName: "web" };
const template = { metadata: { labels: { app: "web" }, annotations: { a: "b" } }, spec: podSpec };
const read = (kind: string, more: object) =>
  readPodTemplate({ apiVersion: "v1", kind, metadata: { name: "a" }, ...more });

it.each([
  ["Pod", { metadata: { name: "a", ...template.metadata }, spec: podSpec }],
  ["Deployment", { spec: { template } }],
  ["CronJob", { spec: { jobTemplate: { spec: { template } } } }],
])("%s", (kind, more) => {
  expect(read(kind, more)).toEqual({ labels: { app: "web" }, annotations: { a: "b" }, podSpec });
});

it.each([
  ["Service", { spec: { ports: [] } }],
  ["CronJob", { spec: { template } }],
  ["Deployment", { spec: null }],
  ["Deployment", { spec: { template: null } }],
])("%s %j makes no pods", (kind, more) => {
  expect(read(kind, more)).toBeUndefined();
});

it("a half-written object has pods without anything", () => {
  expect(read("Deployment", { spec: { template: { metadata: null, spec: 3 } } })).toEqual({
    ...{ labels: {}, annotations: {}, podSpec: {} },
  });
});

it("pods without a service account have the namespace's default", () => {
  expect([{ podSpec }, { podSpec: {} }].map(readServiceAccount)).toEqual(["web", "default"]);
});
