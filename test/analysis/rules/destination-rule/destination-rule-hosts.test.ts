// Does not prove that the pods start.
import { expect, it } from "vitest";
import { destinationRuleHosts } from "../../../../src/analysis/rules/destination-rule/destination-rule-hosts.js";
import { analyzeFixture } from "../../analyze-text.js";

it("says which hosts are not known, and which subsets have no pods, in templates, entries and zones", () => {
  expect(analyzeFixture(destinationRuleHosts, "good")).toEqual([]);
  expect(analyzeFixture(destinationRuleHosts, "bad")).toEqual([
    'mesh.yaml:37:19: error IST0173: the subset "v2" has no pods: none of its host\'s has version=v2; correct its labels, or deploy pods that have them',
    'mesh.yaml:38:19: info MESH0353: the subset "v3" has no pods: none of its host\'s has version=v3; deploy pods that have its labels before it gets a weight',
    'mesh.yaml:45:29: error IST0173: the subset "zone-b" has no pods: none of its host\'s has topology.kubernetes.io/zone=eu-b; correct its labels, or deploy pods that have them',
    'mesh.yaml:50:9: warning IST0174: no Service and no ServiceEntry that namespace shop sees has the host "review"; did you mean "reviews"?; correct the host, or declare it',
    'mesh.yaml:75:9: warning IST0174: no Service and no ServiceEntry that namespace shop sees has the host "*.kafka.shop.svc.cluster.local"; correct the host, or declare it',
    'mesh.yaml:80:65: info MESH0353: the subset "v3" has no pods: none of its host\'s has version=gone; deploy pods that have its labels before it gets a weight',
  ]);
});
