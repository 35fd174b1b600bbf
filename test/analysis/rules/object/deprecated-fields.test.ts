// Does not prove that Istio still deprecates the same: the differential test beside istioctl does.
import { expect, it } from "vitest";
import { deprecatedFields } from "../../../../src/analysis/rules/object/deprecated-fields.js";
import { analyzeFixture } from "../../analyze-text.js";

it("says what is deprecated, where, and what takes its place", () => {
  expect(analyzeFixture(deprecatedFields, "good")).toEqual([]);
  expect(analyzeFixture(deprecatedFields, "bad")).toEqual([
    "mesh.yaml:7:25: warning IST0002: fault.delay.percent is deprecated; use fault.delay.percentage.value",
    "mesh.yaml:13:34: warning IST0002: outboundTrafficPolicy.egressProxy is ignored; remove it",
    "mesh.yaml:18:9: warning IST0002: Istio does not have the group rbac.istio.io any more; use AuthorizationPolicy, and remove this",
  ]);
});
