// Does not prove that Istio says the same: the differential test beside istioctl does.
import { expect, it } from "vitest";
import { ingressSubsets } from "../../../../src/analysis/rules/destination-rule/ingress-subsets.js";
import { analyzeFixture } from "../../analyze-text.js";

it("finds routes of a gateway that pass by the subsets of their host", () => {
  expect(analyzeFixture(ingressSubsets, "good")).toEqual([]);
  expect(analyzeFixture(ingressSubsets, "bad")).toEqual([
    "mesh.yaml:14:37: warning IST0140: requests through shop-gateway go to all of reviews, whatever subsets VirtualService reviews.shop routes it to; name the subsets in the VirtualService of the gateway too",
  ]);
});
