// Does not prove which of several istiod takes: that was seen in its clusters.
import { expect, it } from "vitest";
import { untakenDestinationRules } from "../../../../src/analysis/rules/destination-rule/untaken-destination-rules.js";
import { analyzeFixture } from "../../analyze-text.js";

it("finds DestinationRules that callers see and do not take", () => {
  expect(analyzeFixture(untakenDestinationRules, "good")).toEqual([]);
  expect(analyzeFixture(untakenDestinationRules, "bad")).toEqual([
    "mesh.yaml:14:9: warning MESH0352: for callers of namespace client this takes the place of DestinationRule reviews.shop, whole: also of its subsets; narrow the host, or repeat in namespace client the settings that must apply there",
    "mesh.yaml:21:3: warning MESH0352: the export to client does nothing: callers of other namespaces take DestinationRules of their own namespace, of shop, and of istio-system; move it into namespace shop, or remove exportTo",
    'mesh.yaml:29:3: error MESH0359: next to batch.web with a workloadSelector, this does not apply to other pods: they have no DestinationRule and no subsets; remove `exportTo: ["."]` from it, or set it to ["*"]',
  ]);
});
