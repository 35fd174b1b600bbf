// Does not prove what istiod's webhook and Istio's CNI do with a pod: the live tests of injection and of the ambient mode do.
import { expect, it } from "vitest";
import { findPodProxy } from "../../src/mesh/injection.js";
import { createIndex, createObject } from "../../src/mesh/mesh-index.js";

interface Given {
  /** Labels of the namespace; it is not declared without. */
  namespace?: Record<string, string>;
  labels?: Record<string, unknown>;
  annotations?: Record<string, string>;
  spec?: Record<string, unknown>;
}

function find({ namespace, labels = {}, annotations = {}, spec = { containers: [{ name: "app" }] } }: Given) {
  const declared = { apiVersion: "v1", kind: "Namespace", metadata: { name: "shop", labels: namespace } };
  const metadata = { name: "a", namespace: "shop", labels: labels as Record<string, string>, annotations };
  const manifests = [{ apiVersion: "v1", kind: "Pod", metadata, spec }, ...(namespace === undefined ? [] : [declared])];
  const objects = manifests.map((manifest) => createObject(manifest, "default"));
  const index = createIndex(objects, { rootNamespace: "istio-system", config: {}, now: new Date(0) }, []);
  return index.workloads().map((workload) => findPodProxy(index, workload));
}

const enabled = { "istio-injection": "enabled" };
const ambient = { "istio.io/dataplane-mode": "ambient" };
const inject = (value: unknown) => ({ "sidecar.istio.io/inject": value });

it.each<[Given, string | undefined]>([
  [{}, undefined],
  [{ namespace: {} }, "none"],
  [{ namespace: enabled }, "sidecar"],
  [{ namespace: { "istio-injection": "disabled", "istio.io/rev": "canary" } }, "none"],
  [{ namespace: { "istio.io/rev": "canary" } }, "sidecar"],
  // The webhook of a revision selects the pods' own label, and no annotation.
  [{ namespace: {}, labels: { "istio.io/rev": "canary" } }, "sidecar"],
  [{ namespace: {}, annotations: { "istio.io/rev": "canary" } }, "none"],
  [{ labels: { "istio.io/rev": "canary" } }, "sidecar"],
  [{ namespace: {}, labels: inject("true") }, "sidecar"],
  [{ namespace: {}, labels: inject(true) }, "sidecar"],
  [{ namespace: enabled, labels: inject("false") }, "none"],
  [{ labels: inject("false") }, "none"],
  [{ namespace: enabled, labels: inject("true"), annotations: { "sidecar.istio.io/inject": "false" } }, "sidecar"],
  [{ namespace: enabled, annotations: { "sidecar.istio.io/inject": "false" } }, "none"],
  [{ namespace: ambient }, "node"],
  [{ labels: ambient }, "node"],
  [{ namespace: {}, annotations: ambient }, "none"],
  [{ namespace: ambient, labels: { "istio.io/dataplane-mode": "none" } }, "none"],
  [{ namespace: ambient, labels: inject("true") }, "sidecar"],
  // No sidecar is no reason for Istio's CNI to leave a pod out.
  [{ namespace: ambient, labels: inject("false") }, "node"],
  [{ namespace: enabled, spec: { hostNetwork: true, containers: [{ name: "app" }] } }, "none"],
  [{ namespace: {}, spec: { containers: [{ name: "istio-proxy", image: "proxyv2" }] } }, "sidecar"],
  [{ namespace: {}, spec: { containers: [], initContainers: [{ name: "istio-proxy", image: "proxyv2" }] } }, "sidecar"],
  // It only says how an injected one differs.
  [{ namespace: {}, spec: { containers: [{ name: "istio-proxy" }] } }, "none"],
])("pods of %j have %s", (given, proxy) => {
  expect(find(given)).toEqual([proxy]);
});
