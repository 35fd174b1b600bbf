// Does not prove: that the supervisor tells the truth about its components; test/e2e/local-cluster.test.ts kills them.
import { describe, expect, test } from "vitest";
import { clusterPaths, componentLog } from "../../../src/local/cluster/layout.js";
import type { ComponentHealth } from "../../../src/local/cluster/plan.js";
import { isFirstProcess } from "../../../src/local/cluster/read-health.js";
import { findUnhealthy, isNodeReady } from "../../../src/local/cluster/readiness.js";
import { describeState, formatStatus } from "../../../src/local/cluster/status.js";

const etcd: ComponentHealth = { name: "etcd", state: "healthy", started: 1, restarts: 0, failures: 0 };
const kubelet: ComponentHealth = {
  name: "kubelet",
  state: "restarting",
  started: 1,
  restarts: 2,
  failures: 1,
  lastEnd: "exit code 1",
};

test("the state follows from what exists, what runs and what is healthy", () => {
  expect(describeState(false, undefined)).toBe("absent");
  expect(describeState(true, undefined)).toBe("stopped");
  expect(describeState(true, [])).toBe("unhealthy");
  expect(describeState(true, [etcd, kubelet])).toBe("unhealthy");
  expect(describeState(true, [etcd])).toBe("running");
});

test("the printed status names each component, and the log of the one that fails", () => {
  const status = {
    name: "dev",
    state: "unhealthy",
    kubeconfig: "/k",
    components: [etcd, kubelet],
    processes: 9,
    ports: [],
  } as const;
  expect(formatStatus(status).split("\n")).toEqual([
    "cluster dev: unhealthy, 9 processes",
    "  kubeconfig  /k",
    "  etcd     healthy",
    `  kubelet  restarting, started again 2 times, last end: exit code 1, log: ${componentLog(clusterPaths("dev"), "kubelet")}`,
  ]);
  const none = { name: "dev", kubeconfig: "/k", components: [], processes: 0, ports: [] };
  expect(formatStatus({ ...none, state: "absent" })).toBe(
    "cluster dev: absent; start it with: mesh local up --name dev",
  );
  expect(formatStatus({ ...none, state: "stopped" })).toBe(
    "cluster dev: stopped; bring it back with: mesh local up --name dev",
  );
});

test("the printed status ends with the way to each published port", () => {
  const port = { namespace: "edge", service: "public", address: "10.250.0.101" };
  const status = {
    name: "dev",
    state: "running",
    kubeconfig: "/k",
    components: [etcd],
    processes: 9,
    ports: [
      { ...port, port: 80, name: "http2", local: 8080 },
      { ...port, port: 31400, name: "tcp", local: 31400 },
      { ...port, namespace: "istio-system", port: 443, name: "https", local: 41003 },
    ],
  } as const;
  expect(formatStatus(status).split("\n").slice(3)).toEqual([
    "  edge/public          80    -> http://127.0.0.1:8080",
    "  edge/public          31400 -> 127.0.0.1:31400",
    "  istio-system/public  443   -> https://127.0.0.1:41003",
  ]);
});

describe("readiness", () => {
  test("the first component that is not healthy is the obstacle, final after many failures", () => {
    expect(findUnhealthy([etcd])).toBeUndefined();
    expect(findUnhealthy([etcd, kubelet])).toEqual({
      message: "kubelet is restarting, restarts: 2, last end: exit code 1",
      component: "kubelet",
      final: false,
    });
    expect(findUnhealthy([{ ...kubelet, failures: 5 }])?.final).toBe(true);
  });

  test("a Node counts as ready only by the word of the kubelet that runs now", () => {
    const node = (status: string, lastHeartbeatTime: string) => ({
      status: { conditions: [{ type: "Ready", status, lastHeartbeatTime }] },
    });
    const started = Date.parse("2026-01-01T00:00:10.700Z");
    expect(isNodeReady(node("True", "2026-01-01T00:00:10Z"), started)).toBe(true);
    expect(isNodeReady(node("True", "2026-01-01T00:00:09Z"), started)).toBe(false);
    expect(isNodeReady(node("False", "2026-01-01T00:00:11Z"), started)).toBe(false);
    expect(isNodeReady({}, started)).toBe(false);
  });
});

test("the first process of the cluster is number 1 exactly one namespace below ours", () => {
  expect(isFirstProcess("Name:\tsh\nNSpid:\t812\t1\nNSpgid:\t812\t1\n")).toBe(true);
  expect(isFirstProcess("Name:\tunshare\nNSpid:\t811\n")).toBe(false);
  expect(isFirstProcess("Name:\tnode\nNSpid:\t813\t3\n")).toBe(false);
  expect(isFirstProcess("Name:\tsleep\nNSpid:\t900\t44\t1\n")).toBe(false);
});
