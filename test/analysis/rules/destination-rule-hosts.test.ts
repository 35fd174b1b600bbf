// Does not prove that the pods start.
import { expect, it } from "vitest";
import { destinationRuleHosts } from "../../../src/analysis/rules/destination-rule-hosts.js";
import { analyzeFixture } from "../analyze-text.js";

it("says which hosts are not known, and which subsets have no pods, in templates, entries and zones", () => {
  expect(analyzeFixture(destinationRuleHosts, "good")).toEqual([]);
  expect(analyzeFixture(destinationRuleHosts, "bad")).toEqual([
    'mesh.yaml:35:64: error IST0173: the subset "v2" has no pods: none of its host\'s has version=v2; correct its labels, or deploy pods that have them',
    'mesh.yaml:42:29: error IST0173: the subset "zone-b" has no pods: none of its host\'s has topology.kubernetes.io/zone=eu-b; correct its labels, or deploy pods that have them',
    'mesh.yaml:47:9: warning IST0174: no Service and no ServiceEntry that namespace shop sees has the host "review"; did you mean "reviews"?; correct the host, or declare it',
  ]);
});
