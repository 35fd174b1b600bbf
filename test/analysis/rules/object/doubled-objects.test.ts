// Does not prove which of the two a cluster would have: that depends on who applies them.
import { expect, it } from "vitest";
import { analyzeBy } from "../../../../src/analysis/analyze.js";
import { doubledObjects } from "../../../../src/analysis/rules/object/doubled-objects.js";
import { formatFinding } from "../../../../src/findings/finding.js";
import { analyzeFixture } from "../../analyze-text.js";

const remedy = "keep one of them, or give them different names";

it("names both", () => {
  expect(analyzeFixture(doubledObjects, "good")).toEqual([]);
  expect(analyzeFixture(doubledObjects, "bad")).toEqual([
    `mesh.yaml:8:13: warning MESH0302: another Service of that name is declared, at mesh.yaml:3, and is not the same; this one was not checked; ${remedy}`,
    `mesh.yaml:18:13: warning MESH0302: another Sidecar of that name is declared, at mesh.yaml:13, and is not the same; this one was not checked; ${remedy}`,
  ]);
});

it("needs no places", () => {
  const objects = [80, 81].map((port) => ({
    manifest: { apiVersion: "v1", kind: "Service", metadata: { name: "web" }, spec: { ports: [{ port }] } },
  }));
  expect(analyzeBy([doubledObjects], { objects }).map(formatFinding)).toEqual([
    `Service default/web: warning MESH0302: another Service of that name is declared and is not the same; this one was not checked; ${remedy}`,
  ]);
});
