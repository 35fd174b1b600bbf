// Does not prove which VirtualService is older, which decides.
import { expect, it } from "vitest";
import { catchAllPatterns } from "../../../../src/analysis/rules/authorization-policy/catch-all-patterns.js";
import { analyzeFixture } from "../../analyze-text.js";

it("finds patterns for all paths that hide the routes of another VirtualService", () => {
  expect(analyzeFixture(catchAllPatterns, "good")).toEqual([]);
  expect(analyzeFixture(catchAllPatterns, "bad")).toEqual([
    'mesh.yaml:7:29: warning MESH0314: the regex "/.*" takes every path, and Istio does not move it behind the routes of api.shop; younger routes there are never used; write prefix /, which comes last',
  ]);
});
