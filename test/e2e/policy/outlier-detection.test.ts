// Does not prove how long an ejection lasts, nor that all callers agree: each caller's proxy finds out for itself.
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import type { Manifest } from "../../../src/kubernetes/manifest.js";
import { eventually } from "./cluster.js";
import { failFromStart, heal } from "./failing-version.js";
import { Policies } from "./policies.js";
import { call, countBy, countStatuses } from "./requests.js";
import { createEchos, removeNamespace, startNamespace } from "./workloads.js";

const namespace = "policy-outlier-detection";
const versions = ["v1", "v2"];
const all = createEchos(namespace, [{ name: "client" }, { name: "server", versions }, { name: "bare", versions }]);
const echos = failFromStart(failFromStart(all, "server-v2"), "bare-v2").map(leaveOutside);
const policies = new Policies(echos);

beforeAll(() => startNamespace(namespace, echos));
beforeEach(() => policies.clear());
afterAll(() => removeNamespace(namespace));

/** Without a proxy in front of it, connections to the pod fail at the caller. */
function leaveOutside(manifest: Manifest): Manifest {
  if (manifest.metadata.name !== "bare-v2") return manifest;
  const { template } = manifest.spec;
  const labels = { ...template.metadata.labels, "sidecar.istio.io/inject": "false" };
  const inner = { ...template, metadata: { ...template.metadata, labels } };
  return { ...manifest, spec: { ...manifest.spec, template: inner } };
}

const from = `${namespace}/client-v1`;

const ask = async () =>
  countBy(await call({ from, url: "http://server:8081/", count: 20 }), ({ status, version }) =>
    status === 200 ? version : String(status),
  );

it("ejects a replica that fails, and takes it back when it is well again", async () => {
  expect(Object.keys(await ask()).sort()).toEqual(["503", "v1"]);
  const ejection = "interval: 1s, baseEjectionTime: 1s, maxEjectionPercent: 50";
  await policies.set(`service: ${namespace}/server\noutlierDetection: { consecutive5xxErrors: 2, ${ejection} }\n`);
  await eventually(async () => expect(await ask()).toEqual({ v1: 20 }));
  // Time and again it gets requests, and fails again.
  await eventually(async () => expect(Object.keys(await ask())).toContain("503"));
  await eventually(async () => expect(await ask()).toEqual({ v1: 20 }));
  await heal(namespace, "server-v2", "v2");
  await eventually(async () => expect(Object.keys(await ask()).sort()).toEqual(["v1", "v2"]), 60);
});

it("ejects a replica that no connection can be made to, for TCP too", async () => {
  // The client tells nothing of the others where one has failed.
  const connect = async () => countStatuses(await call({ from, url: "tcp://bare:9090", count: 20 }));
  const attempts = async () =>
    countBy(await call({ from, url: "http://bare:8081/", count: 20 }), (one) => one.received["x-envoy-attempt-count"]);
  await eventually(async () => expect(Object.keys(await attempts())).toContain("2"));
  expect(await connect()).toEqual({ none: 20 });
  await policies.set(`
namespace: ${namespace}
outlierDetection:
  splitExternalLocalOriginErrors: true
  consecutiveLocalOriginFailures: 1
  baseEjectionTime: 60s
  maxEjectionPercent: 50
`);
  await eventually(async () => expect(await attempts()).toEqual({ 1: 20 }));
  await eventually(async () => expect(await connect()).toEqual({ 200: 20 }));
});
