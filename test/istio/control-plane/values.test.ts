// Does not prove what the charts make of the values; conformance.test.ts and the end-to-end tests look at the charts.
import { describe, expect, it } from "vitest";
import type { ChartName } from "../../../src/istio/versions/charts.js";
import type { Values } from "../../../src/istio/merge.js";
import { resolveControlPlane } from "../../../src/istio/control-plane/resolve.js";
import type { ControlPlaneSettings } from "../../../src/istio/control-plane/settings.js";
import { computeValues } from "../../../src/istio/control-plane/values.js";
import { deepFreeze } from "../freeze.js";

const global = { istioNamespace: "istio-system" };
const images = { ...global, hub: "docker.io/istio", tag: "1.31.4" };
const base = { validationFailurePolicy: "Fail" };

describe("computeValues without settings", () => {
  it.each<[ChartName, Values]>([
    ["base", { global, base }],
    ["istiod", { global: images, base }],
    ["cni", { global: images }],
    ["ztunnel", { global: images }],
  ])("%s", (chart, expected) => {
    expect(computeValues(chart, resolveControlPlane({}))).toStrictEqual(expected);
  });
});

describe("profiles", () => {
  it.each<[ControlPlaneSettings["profile"], ChartName, Values]>([
    ["default", "istiod", { global: images, base }],
    ["minimal", "istiod", { global: images, base }],
    ["empty", "istiod", { global: images, base }],
    ["demo", "istiod", { profile: "demo", global: images, base }],
    ["preview", "istiod", { profile: "preview", global: images, base }],
    ["stable", "base", { profile: "stable", global, base }],
    ["remote", "base", { profile: "remote", global }],
    ["remote", "istiod", { profile: "remote", global: images }],
    ["ambient", "istiod", { profile: "ambient", global: images, base, pilot: { cni: { enabled: true } } }],
    ["ambient", "cni", { profile: "ambient", global: images }],
    ["ambient", "ztunnel", { profile: "ambient", global: images }],
    ["openshift", "istiod", { global: { ...images, platform: "openshift" }, base, pilot: { cni: { enabled: true } } }],
    ["openshift-ambient", "ztunnel", { profile: "ambient", global: { ...images, platform: "openshift" } }],
  ])("%s: %s", (profile, chart, expected) => {
    expect(computeValues(chart, resolveControlPlane({ profile }))).toStrictEqual(expected);
  });
});

describe("settings", () => {
  it.each<[string, ControlPlaneSettings, ChartName, Values]>([
    ["version is the tag", { version: "1.30.4" }, "cni", { global: { ...images, tag: "1.30.4" } }],
    [
      "images",
      { version: "1.30.4", hub: "localhost/istio", tag: "local", imagePullPolicy: "Never" },
      "ztunnel",
      { global: { ...global, hub: "localhost/istio", tag: "local", imagePullPolicy: "Never" } },
    ],
    ["the base chart has no images", { hub: "localhost/istio", tag: "local" }, "base", { global, base }],
    ["namespace", { namespace: "mesh" }, "base", { global: { istioNamespace: "mesh" }, base }],
    ["revision of istiod", { revision: "canary" }, "istiod", { revision: "canary", global: images, base }],
    ["revision that validates for all", { revision: "canary" }, "base", { defaultRevision: "canary", global, base }],
    ["revision that ztunnel calls", { revision: "canary" }, "ztunnel", { revision: "canary", global: images }],
    ["the cni agent has no revision", { revision: "canary" }, "cni", { global: images }],
    [
      "access log by its presence",
      { accessLog: {} },
      "istiod",
      { global: images, base, meshConfig: { accessLogFile: "/dev/stdout" } },
    ],
    [
      "access log",
      { accessLog: { file: "", encoding: "JSON", format: "{}" }, meshConfig: { enableTracing: true } },
      "istiod",
      {
        global: images,
        base,
        meshConfig: { enableTracing: true, accessLogFile: "", accessLogEncoding: "JSON", accessLogFormat: "{}" },
      },
    ],
    ["sampling", { tracing: { sampling: 12.5 } }, "istiod", { global: images, base, pilot: { traceSampling: 12.5 } }],
    [
      "untainting of nodes",
      { untaintNodes: true },
      "istiod",
      { global: images, base, pilot: { taint: { enabled: true } } },
    ],
    [
      "several clusters",
      { multiCluster: { meshID: "mesh1", clusterName: "cluster1", network: "network1" } },
      "istiod",
      {
        global: { ...images, meshID: "mesh1", network: "network1", multiCluster: { clusterName: "cluster1" } },
        base,
      },
    ],
    [
      "several clusters, ztunnel",
      { multiCluster: { meshID: "mesh1", clusterName: "cluster1", network: "network1" } },
      "ztunnel",
      { global: images, network: "network1", multiCluster: { clusterName: "cluster1" } },
    ],
    [
      "a network alone",
      { multiCluster: { network: "network1" } },
      "istiod",
      { global: { ...images, network: "network1" }, base },
    ],
    ["the base chart has no network", { multiCluster: { network: "network1" } }, "base", { global, base }],
    ["no untainting of nodes", { untaintNodes: false }, "istiod", { global: images, base }],
    [
      "no sampling at all",
      { tracing: { sampling: 0 }, env: { A: "b" } },
      "istiod",
      { global: images, base, pilot: { traceSampling: 0, env: { A: "b", PILOT_TRACE_SAMPLING: "0" } } },
    ],
    [
      "tracing provider, with the metrics that the chart would drop",
      { tracing: { provider: "otel" } },
      "istiod",
      { global: images, base, meshConfig: { defaultProviders: { metrics: ["prometheus"], tracing: ["otel"] } } },
    ],
    [
      "tracing provider where metrics are off",
      { tracing: { provider: "otel" }, values: { istiod: { telemetry: { enabled: false } } } },
      "istiod",
      {
        global: images,
        base,
        meshConfig: { defaultProviders: { tracing: ["otel"] } },
        pilot: { telemetry: { enabled: false } },
      },
    ],
    [
      "resources",
      { resources: { requests: { cpu: "1" } }, proxyResources: { limits: { memory: "1Gi" } } },
      "istiod",
      {
        global: { ...images, proxy: { resources: { limits: { memory: "1Gi" } } } },
        base,
        pilot: { resources: { requests: { cpu: "1" } } },
      },
    ],
    [
      "replicas",
      { replicas: 2 },
      "istiod",
      { global: images, base, pilot: { autoscaleEnabled: false, replicaCount: 2 } },
    ],
    [
      "autoscaling by its presence",
      { autoscaling: { minReplicas: 2, maxReplicas: 9, targetCPUUtilizationPercentage: 60 } },
      "istiod",
      {
        global: images,
        base,
        pilot: { autoscaleEnabled: true, autoscaleMin: 2, autoscaleMax: 9, cpu: { targetAverageUtilization: 60 } },
      },
    ],
    [
      "no autoscaling",
      { autoscaling: { enabled: false } },
      "istiod",
      { global: images, base, pilot: { autoscaleEnabled: false } },
    ],
    [
      "typed settings of istiod do not reach other charts",
      { replicas: 2, accessLog: {}, meshConfig: { a: 1 }, env: { A: "b" }, tracing: { sampling: 1 } },
      "cni",
      { global: images },
    ],
  ])("%s", (_, settings, chart, expected) => {
    expect(computeValues(chart, resolveControlPlane(deepFreeze(settings)))).toStrictEqual(expected);
  });
});

describe("the values overlay", () => {
  it("puts what the istiod chart reads from `pilot` last under `pilot`, and an explicit `pilot` over that", () => {
    const istiod = { replicaCount: 2, traceSampling: 5, pilot: { replicaCount: 3 }, meshConfig: { a: 1 } };
    expect(computeValues("istiod", resolveControlPlane({ values: { istiod } }))).toStrictEqual({
      global: images,
      base,
      meshConfig: { a: 1 },
      pilot: { replicaCount: 3, traceSampling: 5 },
    });
  });

  it("does the same under `cni` for the cni chart", () => {
    const cni = { cniBinDir: "/bin", global: { logAsJson: true } };
    expect(computeValues("cni", resolveControlPlane({ values: { cni } }))).toStrictEqual({
      global: { ...images, logAsJson: true },
      cni: { cniBinDir: "/bin" },
    });
  });

  it("leaves charts without such a key alone, and reaches only its own chart", () => {
    const settings = resolveControlPlane({ values: { ztunnel: { logLevel: "debug" } } });
    expect(computeValues("ztunnel", settings)).toStrictEqual({ global: images, logLevel: "debug" });
    expect(computeValues("base", settings)).toStrictEqual({ global, base });
  });
});
