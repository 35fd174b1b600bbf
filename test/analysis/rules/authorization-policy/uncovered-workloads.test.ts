// Does not prove that a rule allows only whom it should.
import { expect, it } from "vitest";
import { uncoveredWorkloads } from "../../../../src/analysis/rules/authorization-policy/uncovered-workloads.js";
import { analyzeFixture } from "../../analyze-text.js";

it("finds pods that were forgotten", () => {
  expect(analyzeFixture(uncoveredWorkloads, "good")).toEqual([]);
  expect(analyzeFixture(uncoveredWorkloads, "bad")).toEqual([
    "mesh.yaml:15:13: warning KIA1301: the pods of Deployment forgotten have no AuthorizationPolicy, unlike others in shop, so they let in every caller, and so do those of forgotten-too.shop; make an AuthorizationPolicy for them",
  ]);
});
