// Does not prove that istiod judges values so: mesh-config-check.test.ts does.
import { expect, it } from "vitest";
import { analyzeBy } from "../../../../src/analysis/analyze.js";
import { meshConfiguration } from "../../../../src/analysis/rules/mesh/mesh-configuration.js";
import { formatFinding } from "../../../../src/findings/finding.js";
import { analyzeFixture, analyzeText } from "../../analyze-text.js";

it("finds what istiod would not take, or not use, of its ConfigMap", () => {
  expect(analyzeFixture(meshConfiguration, "good")).toEqual([]);
  expect(analyzeFixture(meshConfiguration, "bad")).toEqual([
    'mesh.yaml:5:3: error MESH0150: `defaultConfig.proxyMetadata.ISTIO_META_DNS_CAPTURE` is true; it must be a string; write "true", in quotes: istiod would drop all of the mesh configuration',
    'mesh.yaml:5:3: warning MESH0151: `outboundTrafficPolicys` is not a known key; did you mean "outboundTrafficPolicy"?; correct its name, or remove it',
    "mesh.yaml:5:3: warning MESH0152: `enable_tracing` is not used, because `enableTracing` takes its place; keep one of them",
    expect.stringMatching(/^mesh\.yaml:17:3: error MESH0150: the mesh configuration is not valid YAML: /),
  ]);
});

it("takes a key that is there twice for what it is: istiod uses the last", () => {
  const text = `
apiVersion: v1
kind: ConfigMap
metadata: { name: istio, namespace: istio-system }
data: { mesh: "enableTracing: true\\nenableTracing: false" }`;
  expect(analyzeText(meshConfiguration, text).map(({ code, message }) => [code, message])).toEqual([
    ["MESH0152", "a key of the mesh configuration is there twice; istiod takes the last one"],
  ]);
});

it("looks at a configuration that a file has, where its values stand, and at no other that is given", () => {
  const config = { outboundTrafficPolicy: { mode: "REGISTRY_ONLLY" } };
  const locateConfig = () => ({ file: "config.yaml", line: 3, column: 7 });
  expect(analyzeBy([meshConfiguration], { objects: [], mesh: { config, locateConfig } }).map(formatFinding)).toEqual([
    'config.yaml:3:7: error MESH0150: `outboundTrafficPolicy.mode` is "REGISTRY_ONLLY"; allowed are REGISTRY_ONLY, ALLOW_ANY, ALLOW_ANY_DYNAMIC_DNS; did you mean "REGISTRY_ONLY"?; correct it: istiod would drop all of the mesh configuration',
  ]);
  expect(analyzeBy([meshConfiguration], { objects: [], mesh: { config } })).toEqual([]);
});
