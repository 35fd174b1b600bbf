// Balancing by zones. Does not prove zones of nodes: the local cluster has one node, so the pods say where they are by a label. Nor does it
// prove shares beyond what chance allows.
import { afterAll, beforeAll, expect, it } from "vitest";
import type { Manifest } from "../../../src/kubernetes/manifest.js";
import { eventually, kubectl } from "./cluster.js";
import { Policies } from "./policies.js";
import { call, countBy } from "./requests.js";
import { createEchos, removeNamespace, startNamespace } from "./workloads.js";

const namespace = "policy-zones";
const localityLabel = "topology.istio.io/locality";

/** Deployment -> region and zone of its pods, as labels write them. */
const places: Readonly<Record<string, string>> = {
  "client-v1": "north.one",
  "server-near": "north.one",
  "server-beside": "north.two",
  "server-far": "south.one",
};
/** What makes Envoy know the zones of all pods like its own. */
const annotations = {
  "proxy.istio.io/config": 'proxyMetadata: { ISTIO_META_ENABLE_SELF_DISCOVERY: "true" }',
};
const echos = createEchos(namespace, [
  { name: "client", replicas: 2, annotations },
  { name: "server", versions: ["near", "beside", "far"] },
]).map(place);
const policies = new Policies(echos);

function place(manifest: Manifest): Manifest {
  const locality = places[manifest.metadata.name];
  if (manifest.kind !== "Deployment" || locality === undefined) return manifest;
  const { template } = manifest.spec;
  const labels = { ...template.metadata.labels, [localityLabel]: locality };
  return {
    ...manifest,
    spec: { ...manifest.spec, template: { ...template, metadata: { ...template.metadata, labels } } },
  };
}

let pods: string[];

beforeAll(async () => {
  await startNamespace(namespace, echos);
  const names = await kubectl(["-n", namespace, "get", "pods", "-l", "app=client", "-o", "name"]);
  pods = names.trim().split("\n");
  expect(pods).toHaveLength(2);
});
afterAll(() => removeNamespace(namespace));

/** Says that the second caller is in another zone than it was made in. */
const move = (zone: string) =>
  kubectl(["-n", namespace, "label", pods[1] ?? "", `${localityLabel}=north.${zone}`, "--overwrite"]);

const count = 60;

/** How many requests of the first caller each version answers. */
const ask = async () => {
  const answers = await call({ from: `${namespace}/${pods[0]}`, url: "http://server:8081/", count });
  return countBy(answers, ({ version }) => version);
};
const setZones = (settings: string) =>
  policies.set(`service: ${namespace}/server\nloadBalancer: { zoneAwareLbSetting: { ${settings} } }\n`);

it("is not there by itself: all regions and zones answer", async () => {
  await eventually(async () => expect(Object.keys(await ask()).sort()).toEqual(["beside", "far", "near"]));
});

it("keeps to the own zone as far as the callers of the other zone take the rest, and to the own region", async () => {
  await move("two");
  await setZones("minClusterSize: 1");
  await eventually(async () => expect(await ask()).toEqual({ near: count }));
});

it("sends what the own zone has no room for to the other zone", async () => {
  await move("one");
  await eventually(async () => {
    const { near = 0, beside = 0, ...others } = await ask();
    expect(others).toEqual({});
    expect(near).toBeGreaterThan(count / 4);
    expect(beside).toBeGreaterThan(count / 4);
  });
});

it("looks at no zone with fewer endpoints than minClusterSize, which is 6 by default", async () => {
  await move("two");
  await eventually(async () => expect(await ask()).toEqual({ near: count }));
  await setZones("enabled: true");
  await eventually(async () => expect(Object.keys(await ask()).sort()).toEqual(["beside", "near"]));
});

it("is off with `enabled: false`: all regions answer", async () => {
  await setZones("enabled: false, minClusterSize: 1");
  await eventually(async () => expect(Object.keys(await ask()).sort()).toEqual(["beside", "far", "near"]));
});
