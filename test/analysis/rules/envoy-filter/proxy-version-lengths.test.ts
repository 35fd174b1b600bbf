// Does not prove that other minors of Istio have the same limit.
import { expect, it } from "vitest";
import { proxyVersionLengths } from "../../../../src/analysis/rules/envoy-filter/proxy-version-lengths.js";
import { analyzeFixture } from "../../analyze-text.js";

it("names patterns that istiod does not compile", () => {
  expect(analyzeFixture(proxyVersionLengths, "good")).toEqual([]);
  expect(analyzeFixture(proxyVersionLengths, "bad")).toEqual([
    "mesh.yaml:11:15: error MESH0332: proxyVersion has 1025 characters, and with more than 1024 the patch is for no proxy; write a shorter pattern, or a patch for each version",
  ]);
});
