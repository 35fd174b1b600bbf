// Does not prove what an older Istio does with the objects: that is in its definitions and change notes.
import { expect, it } from "vitest";
import { earlyFields } from "../../../../src/analysis/rules/object/early-fields.js";
import { formatFinding } from "../../../../src/findings/finding.js";
import { analyzeFixture, analyzeText, readFixture } from "../../analyze-text.js";

it("finds what the versions of the mesh do not have", () => {
  expect(analyzeFixture(earlyFields, "good")).toEqual([]);
  expect(analyzeFixture(earlyFields, "bad")).toEqual([
    "mesh.yaml:24:21: error MESH0270: `spec.trafficPolicy.loadBalancer.zoneAwareLbSetting` needs Istio 1.31, and the mesh has 1.29.2; upgrade to Istio 1.31 or later, or remove it",
    "mesh.yaml:29:24: warning MESH0274: `spec.subsets[0].trafficPolicy.retryBudget` does nothing in sidecars before Istio 1.30, and the mesh has 1.29.2; upgrade to Istio 1.30 or later, or remove it",
    "mesh.yaml:29:52: error MESH0270: `spec.subsets[0].trafficPolicy.retryBudget.budgetInterval` needs Istio 1.31, and the mesh has 1.29.2; upgrade to Istio 1.31 or later, or remove it",
    "mesh.yaml:36:3: warning MESH0274: `spec.resolution` is DYNAMIC_DNS, which does nothing in sidecars before Istio 1.30, and the mesh has 1.29.2; upgrade to Istio 1.30 or later, or remove it",
    "mesh.yaml:44:59: error MESH0270: `spec.http[0].redirect.prefixRewrite` needs Istio 1.31, and the mesh has 1.29.2; upgrade to Istio 1.31 or later, or remove it",
    "mesh.yaml:50:32: error MESH0270: `spec.rules[0].from[0].source.trustDomains` needs Istio 1.30.2, and the mesh has 1.29.2; upgrade to Istio 1.30.2 or later, or remove it",
    "mesh.yaml:53:1: error MESH0270: the kind TrafficExtension needs Istio 1.30, and the mesh has 1.29.2; upgrade to Istio 1.30 or later, or remove it",
    "mesh.yaml:62:57: error MESH0271: `spec.rules[0].retry` is not in the channel standard of the Gateway API 1.6.0; install the Gateway API 1.7 or later, or remove it",
    "mesh.yaml:69:60: error MESH0271: `spec.rules[0].sessionPersistence` is not in the channel standard of the Gateway API 1.6.0; install the experimental channel, or remove it",
    "mesh.yaml:71:1: error MESH0271: `apiVersion` is gateway.networking.k8s.io/v1alpha2, which is not in the channel standard of the Gateway API 1.6.0; install the experimental channel, or remove it",
  ]);
});

const say = (text: string, version: string) =>
  analyzeText(earlyFields, text, { mesh: { istiod: { version, env: {} } } })
    .map(formatFinding)
    .map((line) => line.replace(/^mesh\.yaml:\d+:\d+: /, "").replace(/; upgrade.*/, ""));

it.each([
  [
    "1.30.1",
    ["error MESH0270: `spec.rules[0].from[0].source.trustDomains` needs Istio 1.30.2, and the mesh has 1.30.1"],
  ],
  ["1.30.2", []],
  ["1.31.0-rc.1", []],
  ["1.32-alpha.0f1e2d", []],
  ["latest", []],
])("knows the patch of Istio %s that reads trust domains", (version, said) => {
  const text = `
apiVersion: security.istio.io/v1
kind: AuthorizationPolicy
metadata: { name: a, namespace: shop }
spec: { rules: [{ from: [{ source: { trustDomains: [partner.example] } }] }] }
`;
  expect(say(text, version)).toEqual(said);
});

it("goes by the oldest of several istiods, and says nothing where none is known", () => {
  const bad = readFixture(earlyFields, "bad");
  const newer = `---\n${readFixture(earlyFields, "good").split("---\n")[0]?.replace("name: istiod,", "name: istiod-canary,")}`;
  expect(analyzeText(earlyFields, bad + newer).map(formatFinding)).toEqual(
    analyzeText(earlyFields, bad).map(formatFinding),
  );
  const objects = bad.split("---\n").slice(2).join("---\n");
  expect(analyzeText(earlyFields, objects)).toEqual([]);
});

it("asks the channel for a field that no release of the standard one has", () => {
  const text = readFixture(earlyFields, "bad").replace("channel: standard", "channel: experimental");
  const ofGatewayApi = analyzeText(earlyFields, text).filter(({ code }) => code === "MESH0271");
  expect(ofGatewayApi).toEqual([]);
});
