// Does not prove that nothing else than routes uses a subset.
import { expect, it } from "vitest";
import { unusedSubsets } from "../../../../src/analysis/rules/destination-rule/unused-subsets.js";
import { analyzeFixture } from "../../analyze-text.js";

it("says where no route goes", () => {
  expect(analyzeFixture(unusedSubsets, "good")).toEqual([]);
  expect(analyzeFixture(unusedSubsets, "bad")).toEqual([
    'mesh.yaml:6:54: info MESH0310: no route goes to the subset "v2" of "reviews"; route to it, or remove it',
    'mesh.yaml:13:15: info MESH0310: no route goes to the subset "stable" of "*.bank.svc.cluster.local"; route to it, or remove it',
  ]);
});
