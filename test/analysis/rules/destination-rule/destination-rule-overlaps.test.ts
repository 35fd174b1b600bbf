// Does not prove which of several is the oldest: that is known in the cluster alone.
import { expect, it } from "vitest";
import { destinationRuleOverlaps } from "../../../../src/analysis/rules/destination-rule/destination-rule-overlaps.js";
import { analyzeFixture } from "../../analyze-text.js";

it("finds what two DestinationRules say, and subsets that say nothing", () => {
  expect(analyzeFixture(destinationRuleOverlaps, "good")).toEqual([]);
  expect(analyzeFixture(destinationRuleOverlaps, "bad")).toEqual([
    "mesh.yaml:7:5: warning KIA0201: DestinationRule two.shop has a traffic policy for this host too; the oldest counts; keep it in one of them",
    'mesh.yaml:8:17: warning KIA0201: DestinationRule two.shop has the subset "v1" of this host too; the oldest counts; keep it in one of them',
    "mesh.yaml:17:5: warning KIA0201: DestinationRule one.shop has a traffic policy for this host too; the oldest counts; keep it in one of them",
    'mesh.yaml:18:17: warning KIA0201: DestinationRule one.shop has the subset "v1" of this host too; the oldest counts; keep it in one of them',
    'mesh.yaml:18:54: warning KIA0209: the subset "all" has no labels, so it is all endpoints of its host; give it labels, or route to the host',
  ]);
});
