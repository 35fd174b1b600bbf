// Does not prove that istiod reads the same: the charts' own templates lay the values together.
import { expect, it } from "vitest";
import { computeMeshConfig } from "../../../src/istio/mesh-config/mesh-config.js";
import { resolveControlPlane } from "../../../src/istio/control-plane/resolve.js";
import type { ControlPlaneSettings } from "../../../src/istio/control-plane/settings.js";

const opentelemetry = {
  port: 4317,
  service: "opentelemetry-collector.observability.svc.cluster.local",
  resource_detectors: { environment: {} },
};

it.each<[string, ControlPlaneSettings, object]>([
  ["nothing", {}, {}],
  ["a profile", { profile: "preview" }, { defaultConfig: { proxyMetadata: { ISTIO_META_DNS_CAPTURE: "true" } } }],
  [
    "settings over a profile",
    { profile: "preview", accessLog: { encoding: "JSON" }, meshConfig: { defaultConfig: { concurrency: 2 } } },
    {
      accessLogFile: "/dev/stdout",
      accessLogEncoding: "JSON",
      defaultConfig: { proxyMetadata: { ISTIO_META_DNS_CAPTURE: "true" }, concurrency: 2 },
    },
  ],
  [
    "the chart's values over settings",
    {
      meshConfig: { outboundTrafficPolicy: { mode: "ALLOW_ANY" } },
      values: { istiod: { meshConfig: { outboundTrafficPolicy: { mode: "REGISTRY_ONLY" } } } },
    },
    { outboundTrafficPolicy: { mode: "REGISTRY_ONLY" } },
  ],
])("is what %s says", (_, settings, expected) => {
  expect(computeMeshConfig(resolveControlPlane(settings))).toEqual(expected);
});

it("has the providers of profile demo, and gives way to a list of one's own", () => {
  const names = (settings: ControlPlaneSettings) =>
    (computeMeshConfig(resolveControlPlane(settings)).extensionProviders as { name: string }[]).map(({ name }) => name);
  expect(names({ profile: "demo" })).toEqual(["otel", "skywalking", "otel-tracing", "jaeger"]);
  expect(names({ profile: "demo", meshConfig: { extensionProviders: [{ name: "own", opentelemetry }] } })).toEqual([
    "own",
  ]);
});
