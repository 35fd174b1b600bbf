// Does not prove that Istio says the same: the differential test beside istioctl does.
import { expect, it } from "vitest";
import { namespaceInjection } from "../../../../src/analysis/rules/workload/namespace-injection.js";
import { analyzeFixture } from "../../analyze-text.js";

it("finds namespaces that say nothing of injection, or too much", () => {
  expect(analyzeFixture(namespaceInjection, "good")).toEqual([]);
  expect(analyzeFixture(namespaceInjection, "bad")).toEqual([
    "mesh.yaml:3:25: warning IST0123: the namespace has more than one injection label: istio-injection=enabled, istio.io/rev=canary; keep one of the labels",
    "mesh.yaml:7:13: info IST0102: pods of namespace open get no sidecar, because it has no injection label; label it istio-injection=enabled, or istio-injection=disabled if this is intended",
    "mesh.yaml:11:13: info IST0102: pods of namespace undecided get no sidecar, because it has no injection label; label it istio-injection=enabled, or istio-injection=disabled if this is intended",
  ]);
});
