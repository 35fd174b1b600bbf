// Does not prove how requests are shared: test/e2e/policy/zones.test.ts does.
import { expect, it } from "vitest";
import { unknownZones } from "../../../../src/analysis/rules/destination-rule/unknown-zones.js";
import { analyzeFixture, analyzeText, readFixture } from "../../analyze-text.js";

it("finds balancing by zones that no proxy knows of", () => {
  expect(analyzeFixture(unknownZones, "good")).toEqual([]);
  expect(analyzeFixture(unknownZones, "bad")).toEqual([
    'warning MESH0273: in the mesh configuration zoneAwareLbSetting keeps requests in their region alone, and in no zone, since no proxy has ISTIO_META_ENABLE_SELF_DISCOVERY; set `defaultConfig.proxyMetadata.ISTIO_META_ENABLE_SELF_DISCOVERY` of the mesh configuration to "true"',
    'mesh.yaml:15:21: warning MESH0273: zoneAwareLbSetting keeps requests in their region alone, and in no zone, since no proxy has ISTIO_META_ENABLE_SELF_DISCOVERY; set `defaultConfig.proxyMetadata.ISTIO_META_ENABLE_SELF_DISCOVERY` of the mesh configuration to "true"',
  ]);
});

it.each([
  [
    "apiVersion: networking.istio.io/v1beta1\nkind: ProxyConfig\nmetadata: { name: a, namespace: shop }\nspec: { environmentVariables: { ISTIO_META_ENABLE_SELF_DISCOVERY: 'true' } }\n",
  ],
  [
    "apiVersion: v1\nkind: Pod\nmetadata: { name: a, namespace: shop, annotations: { proxy.istio.io/config: 'proxyMetadata: { ISTIO_META_ENABLE_SELF_DISCOVERY: \"true\" }' } }\nspec: { containers: [{ name: a }] }\n",
  ],
])("says nothing where some pods are told so", (more) => {
  expect(analyzeText(unknownZones, `${readFixture(unknownZones, "bad")}---\n${more}`)).toEqual([]);
});

it("says nothing where the mesh configuration is not known", () => {
  const [, rule = ""] = readFixture(unknownZones, "bad").split("---\n");
  expect(analyzeText(unknownZones, rule)).toEqual([]);
});
