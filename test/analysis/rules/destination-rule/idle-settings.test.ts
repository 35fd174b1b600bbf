// Does not prove what istiod makes of them: that was seen in its clusters and routes.
import { expect, it } from "vitest";
import { idleSettings } from "../../../../src/analysis/rules/destination-rule/idle-settings.js";
import { analyzeFixture } from "../../analyze-text.js";

it("finds limits of 0 and faults and mirrors without a percentage", () => {
  expect(analyzeFixture(idleSettings, "good")).toEqual([]);
  expect(analyzeFixture(idleSettings, "bad")).toEqual([
    "mesh.yaml:8:16: warning MESH0358: 0 is the same as not set, so there is no limit; set it to 1 or more, or remove it",
    "mesh.yaml:8:45: warning MESH0358: 0 is the same as not set, so there is no limit; set it to 1 or more, or remove it",
    "mesh.yaml:8:73: warning MESH0358: 0 is the same as not set, so there is no limit; set it to 1 or more, or remove it",
    "mesh.yaml:8:94: warning MESH0358: 0 is the same as not set, so there is no limit; set it to 1 or more, or remove it",
    "mesh.yaml:17:16: warning MESH0358: an abort without a percentage does nothing: that is 0 %; add percentage: { value: 100 }",
    "mesh.yaml:17:44: warning MESH0358: a delay without a percentage does nothing: that is 0 %; add percentage: { value: 100 }",
    "mesh.yaml:20:7: warning MESH0358: a mirror with an empty percentage does nothing: that is 0 %; add percentage: { value: 100 }",
    "mesh.yaml:21:48: warning MESH0358: a mirror with an empty percentage does nothing: that is 0 %; add percentage: { value: 100 }",
  ]);
});
