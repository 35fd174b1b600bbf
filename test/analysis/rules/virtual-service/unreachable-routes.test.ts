// Does not prove that Envoy tries routes in this order.
import { expect, it } from "vitest";
import { unreachableRoutes } from "../../../../src/analysis/rules/virtual-service/unreachable-routes.js";
import { analyzeFixture } from "../../analyze-text.js";

it("says which matches and routes earlier ones leave nothing for", () => {
  expect(analyzeFixture(unreachableRoutes, "good")).toEqual([]);
  expect(analyzeFixture(unreachableRoutes, "bad")).toEqual([
    'mesh.yaml:10:15: info IST0131: match 0 of route http[1] is not used: route "staff" has the same; remove it, or move it before the other',
    'mesh.yaml:12:7: warning IST0130: route "same" is never used: all its matches are those of http[1] before it; remove it, or move it before them',
    'mesh.yaml:13:15: info IST0131: match 0 of route "same" is not used: route http[1] has the same; remove it, or move it before the other',
    'mesh.yaml:15:7: warning MESH0314: route "shadowed" is never used: http[1], "staff" before it take all that it takes; move it before them, or narrow what they take',
    'mesh.yaml:16:15: info IST0131: match 0 of route "shadowed" is not used: route http[1] takes all that it takes; remove it, or move it before the other',
    'mesh.yaml:16:48: info IST0131: match 1 of route "shadowed" is not used: route "staff" takes all that it takes; remove it, or move it before the other',
    'mesh.yaml:20:7: warning IST0130: route http[5] is never used: "rest" before it has no match, so it takes everything; remove it, or move it before them',
    'mesh.yaml:22:7: warning IST0130: route http[6] is never used: "rest" before it has no match, so it takes everything; remove it, or move it before them',
    "mesh.yaml:32:7: warning IST0130: route tcp[1] is never used: all its matches are those of tcp[0] before it; remove it, or move it before them",
    "mesh.yaml:32:15: info IST0131: match 0 of route tcp[1] is not used: route tcp[0] has the same; remove it, or move it before the other",
  ]);
});
