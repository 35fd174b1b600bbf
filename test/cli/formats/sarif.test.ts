// The schema is what we use of SARIF's, written by hand after the standard; test/e2e/sarif.test.ts asks the whole one.
import { expect, it } from "vitest";
import { formatAsSarif } from "../../../src/cli/formats/sarif.js";
import { codes } from "../../../src/findings/codes.js";
import type { Code } from "../../../src/findings/codes.js";
import { createFinding } from "../../../src/findings/problem.js";
import { findings } from "./findings.js";
import { sarifForm } from "./sarif-form.js";

it("writes a log of the standard's form, each result with its rule and its places", () => {
  const { runs } = sarifForm.parse(JSON.parse(formatAsSarif(findings)));
  const [run] = runs;
  expect(run?.tool.driver.rules.map(({ id }) => id)).toEqual(["IST0123", "MESH0201"]);
  expect(run?.tool.driver.rules[1]).toEqual({
    id: "MESH0201",
    name: "policy-document-invalid",
    shortDescription: { text: codes.MESH0201.description },
    help: { text: codes.MESH0201.remedy },
    defaultConfiguration: { level: "error" },
  });
  expect(run?.results).toEqual([
    {
      ruleId: "MESH0201",
      ruleIndex: 1,
      level: "error",
      message: { text: "100% wrong,\nreally" },
      locations: [
        {
          physicalLocation: {
            artifactLocation: { uri: "shop/my%20policies.yaml" },
            region: { startLine: 12, startColumn: 9 },
          },
          logicalLocations: [{ name: "reviews", fullyQualifiedName: "VirtualService/shop/reviews", kind: "resource" }],
        },
      ],
    },
    {
      ruleId: "IST0123",
      ruleIndex: 0,
      level: "warning",
      message: { text: "two labels; keep one" },
      locations: [
        {
          physicalLocation: { artifactLocation: { uri: "file:///srv/a%3Ab%2Cc.yaml" } },
          logicalLocations: [{ name: "shop", fullyQualifiedName: "Namespace/shop", kind: "resource" }],
        },
      ],
    },
    { ruleId: "IST0123", ruleIndex: 0, level: "note", message: { text: "no place" }, locations: [] },
  ]);
});

it("keeps to the form for findings of every code, and for none", () => {
  const all = Object.keys(codes).map((code) => createFinding(code as Code, "something"));
  expect(sarifForm.parse(JSON.parse(formatAsSarif(all))).runs[0]?.results.length).toBe(all.length);
  expect(sarifForm.parse(JSON.parse(formatAsSarif([]))).runs[0]?.results).toEqual([]);
});
