// Pods and logs as Kubernetes gives them. Does not prove that kubectl is asked rightly: test/e2e/console-server.test.ts does.
import { expect, it } from "vitest";
import { describePod, selectAccessLog } from "../../../src/console/map/live.js";

const status = (name: string, ready: boolean, state: object) => ({
  name,
  ready,
  restartCount: 2,
  state: state as Record<string, { reason?: string }>,
});

it("a pod whose sidecar is an init container that goes on running", () => {
  expect(
    describePod({
      metadata: { name: "reviews-1" },
      spec: {
        initContainers: [{ name: "istio-init" }, { name: "istio-proxy", restartPolicy: "Always" }],
        containers: [{ name: "app" }],
      },
      status: {
        conditions: [
          { type: "PodScheduled", status: "True" },
          { type: "Ready", status: "False" },
        ],
        initContainerStatuses: [
          status("istio-init", true, { terminated: { reason: "Completed" } }),
          status("istio-proxy", true, { running: {} }),
        ],
        containerStatuses: [status("app", false, { waiting: { reason: "ImagePullBackOff" } })],
      },
    }),
  ).toEqual({
    name: "reviews-1",
    ready: false,
    containers: [
      { name: "istio-proxy", ready: true, restarts: 2, state: "running" },
      { name: "app", ready: false, restarts: 2, state: "waiting: ImagePullBackOff" },
    ],
    sidecar: "ready",
  });
});

it("a pod whose sidecar is a container beside others, and not ready", () => {
  const { sidecar, ready } = describePod({
    metadata: { name: "x" },
    spec: { containers: [{ name: "app" }, { name: "istio-proxy" }] },
    status: {
      conditions: [{ type: "Ready", status: "True" }],
      containerStatuses: [status("app", true, { running: {} })],
    },
  });
  expect([sidecar, ready]).toEqual(["not ready", true]);
});

it("a pod that nothing is known of yet", () => {
  expect(describePod({ metadata: { name: "x" }, spec: { containers: [{ name: "app" }] } })).toEqual({
    name: "x",
    ready: false,
    containers: [{ name: "app", ready: false, restarts: 0, state: "unknown" }],
    sidecar: "none",
  });
});

it("of a sidecar's log the last lines that are of its access log", () => {
  const line = '[2026-11-24T03:50:25.033Z] "GET / HTTP/1.1" 200';
  const json = '{"response_code":200}';
  const log = `2026-11-24T03:50:24.1Z\tinfo\tReadiness succeeded\n${line} 1\n[external] warning\n${json}\n${line} 2\n`;
  expect(selectAccessLog(log, 50)).toEqual([`${line} 1`, json, `${line} 2`]);
  expect(selectAccessLog(log, 2)).toEqual([json, `${line} 2`]);
  expect(selectAccessLog("", 2)).toEqual([]);
});
