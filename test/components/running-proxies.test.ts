// A small API server. Does not prove that a real kubelet says so of a proxy that is stopped: the end-to-end tests do.
import { expect, it } from "vitest";
import { fetchRunningProxies } from "../../src/components/running-proxies.js";
import { withApiServer, type Answer } from "./api-server.js";
import { listOf, runningPod } from "./fake-istiod.js";

async function fetch(answer: Answer, revisions = ["default"]) {
  let found: string[] | undefined;
  const requests = await withApiServer(
    () => answer,
    async (kubeconfig) => {
      found = await fetchRunningProxies(kubeconfig, revisions);
    },
  );
  return { found, requests };
}

const withStatus = (name: string, status: object) => ({ ...runningPod(name), status });
const proxy = { name: "istio-proxy", ready: true, state: { running: { startedAt: "2026-01-01T00:00:10Z" } } };

const unready = { ...proxy, ready: false };
/** The condition at its last change. */
const readySince = (time: string) => [
  { type: "Initialized", lastTransitionTime: "2026-01-02T00:00:00Z" },
  { type: "Ready", lastTransitionTime: `2026-01-01T${time}Z` },
];

it("names those that run and have been ready, of these revisions", async () => {
  const pods = [
    runningPod("web"),
    withStatus("native", { initContainerStatuses: [proxy] }),
    runningPod("going", { deletionTimestamp: "2026-01-01T00:00:00Z" }),
    runningPod("canary", { annotations: { "istio.io/rev": "canary" } }),
    runningPod("plain", { annotations: undefined }),
    withStatus("starting", { conditions: readySince("00:00:05"), containerStatuses: [unready] }),
    withStatus("stopped", { conditions: readySince("00:01:00"), containerStatuses: [unready] }),
    withStatus("new", { containerStatuses: [unready] }),
    withStatus("crashing", { containerStatuses: [{ ...proxy, state: { waiting: {} } }] }),
    withStatus("without", { containerStatuses: [{ ...proxy, name: "app" }] }),
    withStatus("unknown", {}),
  ];
  const { found, requests } = await fetch(listOf(...pods));
  expect(found).toEqual(["web.shop", "native.shop", "stopped.shop"]);
  expect(requests).toEqual([
    "GET /api/v1/pods?labelSelector=service.istio.io%2Fcanonical-name&fieldSelector=status.phase%3DRunning",
  ]);
  expect((await fetch(listOf(...pods), ["canary"])).found).toEqual(["canary.shop"]);
});

it("knows none where pods may not be listed", async () => {
  expect((await fetch({ status: 403, body: {} })).found).toBeUndefined();
});
