// Does not prove that a named provider is in the mesh configuration.
import { expect, it } from "vitest";
import { telemetryProviders } from "../../../../src/analysis/rules/telemetry/telemetry-providers.js";
import { analyzeFixture, analyzeText } from "../../analyze-text.js";

it("names access logs that go nowhere, and providers that are deprecated", () => {
  expect(analyzeFixture(telemetryProviders, "good")).toEqual([]);
  expect(analyzeFixture(telemetryProviders, "bad")).toEqual([
    "mesh.yaml:7:7: warning IST0157: no provider is named here, nor in what this inherits from, so nothing is logged; name `providers`, or set `defaultProviders.accessLogging` in the mesh configuration",
    "mesh.yaml:15:7: warning IST0157: no provider is named here, nor in what this inherits from, so nothing is logged; name `providers`, or set `defaultProviders.accessLogging` in the mesh configuration",
    "mesh.yaml:17:7: warning IST0157: the filter is ignored, because the entry has no provider; name `providers`, or set `defaultProviders.accessLogging` in the mesh configuration",
    "mesh.yaml:22:66: warning IST0157: the filter is ignored, because the entry has no provider; name `providers`, or set `defaultProviders.accessLogging` in the mesh configuration",
    "mesh.yaml:35:67: warning IST0002: the provider old is of type lightstep, which is deprecated; use a provider of type opentelemetry",
  ]);
});

it("is content with the provider of the root namespace or of the mesh configuration", () => {
  const web =
    "{ apiVersion: telemetry.istio.io/v1, kind: Telemetry, metadata: { name: web, namespace: shop }, spec: { accessLogging: [{}] } }";
  const root =
    "{ apiVersion: telemetry.istio.io/v1, kind: Telemetry, metadata: { name: all, namespace: root }, spec: { accessLogging: [{ providers: [{ name: envoy }] }] } }";
  const mesh = { rootNamespace: "root" };
  const defaults = { config: { defaultProviders: { accessLogging: ["envoy"] } } };
  expect(analyzeText(telemetryProviders, web, { mesh })).toHaveLength(1);
  expect(analyzeText(telemetryProviders, `${web}\n---\n${root}`, { mesh })).toEqual([]);
  expect(analyzeText(telemetryProviders, web, { mesh: defaults })).toEqual([]);
});
