// Does not prove that Istio says the same: the differential test beside istioctl does.
import { expect, it } from "vitest";
import { defaultInjection } from "../../../../src/analysis/rules/workload/default-injection.js";
import { analyzeFixture, analyzeText, readFixture } from "../../analyze-text.js";

it("finds namespaces that are injected only because the mesh injects everywhere", () => {
  expect(analyzeFixture(defaultInjection, "good")).toEqual([]);
  expect(analyzeFixture(defaultInjection, "bad")).toEqual([
    "mesh.yaml:3:13: info IST0148: pods of namespace open get a sidecar, because the mesh injects everywhere by default; label it istio-injection=enabled, or istio-injection=disabled if this is intended",
    "mesh.yaml:7:13: info IST0148: pods of namespace undecided get a sidecar, because the mesh injects everywhere by default; label it istio-injection=enabled, or istio-injection=disabled if this is intended",
  ]);
});

it("takes values that cannot be read for the default, not to inject", () => {
  const text = readFixture(defaultInjection, "bad");
  expect(analyzeText(defaultInjection, text.replace("true}}", "true"))).toEqual([]);
});
