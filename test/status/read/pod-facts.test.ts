// Pods as the API server has them, shortened. Does not prove that Istio's injector makes such: test/e2e/status.test.ts asks for real ones.
import { describe, expect, it } from "vitest";
import { keepPod, type ApiPod } from "../../../src/status/read/pod-facts.js";

const start = "2026-11-30T10:00:00Z";
const proxy = { name: "istio-proxy", image: "istio/proxyv2:1.31.4" };
function make(more: Partial<ApiPod> = {}): ApiPod {
  return {
    metadata: { namespace: "shop", name: "web-5d8f-1", annotations: { "istio.io/rev": "default" } },
    spec: { containers: [{ name: "app", image: "app" }], initContainers: [proxy] },
    status: {
      phase: "Running",
      initContainerStatuses: [{ name: "istio-proxy", ready: true, state: { running: { startedAt: start } } }],
    },
    ...more,
  };
}
const metadata = make().metadata;

it("keeps of a pod what is known of its proxy, as a native sidecar or beside the others", () => {
  const known = { image: proxy.image, revision: "default", isExpected: true };
  expect(keepPod(make())).toEqual([
    {
      ...{ namespace: "shop", name: "web-5d8f-1", labels: {}, owner: { kind: "Pod", name: "web-5d8f-1" } },
      ...{ isPassedOver: false, proxy: known },
    },
  ]);
  expect(keepPod(make({ spec: { containers: [proxy] } }))[0]?.proxy).toEqual(known);
  expect(keepPod(make({ spec: { containers: [] } }))[0]?.proxy).toBeUndefined();
});

it.each<[string, Partial<ApiPod>]>([
  ["has ended", { status: { phase: "Succeeded" } }],
  ["has failed", { status: { phase: "Failed" } }],
  ["is ending", { metadata: { ...metadata, deletionTimestamp: start } }],
])("keeps nothing of one that %s", (_what, more) => {
  expect(keepPod(make(more))).toEqual([]);
});

it.each<[string, Partial<ApiPod["metadata"]>, object]>([
  [
    "a Deployment",
    {
      labels: { "pod-template-hash": "5d8f" },
      ownerReferences: [{ kind: "ReplicaSet", name: "web-5d8f", controller: true }],
    },
    { kind: "Deployment", name: "web" },
  ],
  [
    "a ReplicaSet of nobody",
    { ownerReferences: [{ kind: "ReplicaSet", name: "web", controller: true }] },
    { kind: "ReplicaSet", name: "web" },
  ],
  ["a Job", { ownerReferences: [{ kind: "Job", name: "task", controller: true }] }, { kind: "Job", name: "task" }],
  ["itself", { ownerReferences: [{ kind: "Node", name: "one" }] }, { kind: "Pod", name: "web-5d8f-1" }],
])("knows that %s made it", (_what, more, owner) => {
  expect(keepPod(make({ metadata: { ...metadata, ...more } }))[0]?.owner).toEqual(owner);
});

describe("the injector passes over", () => {
  it.each<[string, ApiPod, boolean]>([
    ["a pod on its node's network", make({ spec: { hostNetwork: true } }), true],
    [
      "a pod that says no by its annotation",
      make({ metadata: { ...metadata, annotations: { "sidecar.istio.io/inject": "false" } } }),
      true,
    ],
    [
      "not one whose label says yes all the same",
      make({
        metadata: {
          ...metadata,
          annotations: { "sidecar.istio.io/inject": "false" },
          labels: { "sidecar.istio.io/inject": "true" },
        },
      }),
      false,
    ],
  ])("%s", (_what, pod, expected) => {
    expect(keepPod(pod)[0]?.isPassedOver).toBe(expected);
  });
});

describe("istiod must know a proxy", () => {
  const state = { running: { startedAt: start } };
  const at = (lastTransitionTime: string) => [{ type: "Ready", lastTransitionTime }];
  it.each<[string, ApiPod["status"], boolean]>([
    ["not while it starts", { phase: "Running", containerStatuses: [{ name: "istio-proxy", state }] }, false],
    ["not while its pod waits", { phase: "Pending" }, false],
    [
      "that was ready once",
      {
        phase: "Running",
        conditions: at("2026-11-30T10:00:09Z"),
        containerStatuses: [{ name: "istio-proxy", ready: false, state }],
      },
      true,
    ],
    [
      "not where it has started since",
      {
        phase: "Running",
        conditions: at("2026-11-30T09:59:00Z"),
        containerStatuses: [{ name: "istio-proxy", ready: false, state }],
      },
      false,
    ],
  ])("%s", (_what, status, expected) => {
    expect(keepPod(make({ status }))[0]?.proxy?.isExpected).toBe(expected);
  });
});
