// Statuses as the kubelet writes them. Does not prove that it does: the live tests of traffic policies and of mesh status do.
import { expect, it } from "vitest";
import { hasReadyProxy, type ProxyStatus } from "../../src/mesh/ready-proxy.js";

const state = { running: { startedAt: "2026-01-01T00:00:10Z" } };
const changed = (lastTransitionTime: string | null) => [{ type: "Ready", lastTransitionTime }];

it.each<[string, ProxyStatus, boolean]>([
  ["is ready", { initContainerStatuses: [{ name: "istio-proxy", ready: true, state }] }, true],
  [
    "was ready after its start",
    { containerStatuses: [{ name: "istio-proxy", state }], conditions: changed("2026-01-01T00:00:11Z") },
    true,
  ],
  [
    "starts again since then",
    { containerStatuses: [{ name: "istio-proxy", state }], conditions: changed("2026-01-01T00:00:09Z") },
    false,
  ],
  ["was never ready", { containerStatuses: [{ name: "istio-proxy", state }], conditions: changed(null) }, false],
  ["does not run", { containerStatuses: [{ name: "istio-proxy", ready: true }] }, false],
  ["is not there", { containerStatuses: [{ name: "app", ready: true, state }] }, false],
])("knows a proxy that %s", (_what, status, expected) => {
  expect(hasReadyProxy(status)).toBe(expected);
});
