// Does not prove that machines join.
import { expect, it } from "vitest";
import { workloadGroups } from "../../../../src/analysis/rules/service-entry/workload-groups.js";
import { analyzeFixture } from "../../analyze-text.js";

it("finds service accounts that are not there, and groups that cannot be told apart", () => {
  expect(analyzeFixture(workloadGroups, "good")).toEqual([]);
  expect(analyzeFixture(workloadGroups, "bad")).toEqual([
    "mesh.yaml:8:21: warning KIA1702: WorkloadGroup two.shop has the same labels, so whatever selects one selects both; give each labels of its own",
    "mesh.yaml:8:58: warning KIA1701: the namespace shop has no service account tlil; correct the name, or declare the ServiceAccount",
    "mesh.yaml:13:21: warning KIA1702: WorkloadGroup one.shop has the same labels, so whatever selects one selects both; give each labels of its own",
  ]);
});
