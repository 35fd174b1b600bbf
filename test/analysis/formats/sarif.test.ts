// The schema here is what we use of SARIF's, written by hand after the standard: it does not prove that the whole one agrees.
import { expect, it } from "vitest";
import { z } from "zod";
import { formatAsSarif } from "../../../src/analysis/formats/sarif.js";
import { codes } from "../../../src/codes.js";
import { createFinding, type Code } from "../../../src/codes.js";
import { findings } from "./findings.js";

const message = z.strictObject({ text: z.string().min(1) });
const level = z.enum(["none", "note", "warning", "error"]);
/** SARIF 2.1.0: sections 3.13 (log), 3.14 (run), 3.49 (reportingDescriptor), 3.27 (result), 3.28–3.30 (locations). */
const sarif = z.strictObject({
  $schema: z.url(),
  version: z.literal("2.1.0"),
  runs: z.array(
    z.strictObject({
      tool: z.strictObject({
        driver: z.strictObject({
          name: z.string().min(1),
          rules: z.array(
            z.strictObject({
              id: z.string().min(1),
              name: z.string().min(1),
              shortDescription: message,
              help: message,
              defaultConfiguration: z.strictObject({ level }),
            }),
          ),
        }),
      }),
      columnKind: z.enum(["utf16CodeUnits", "unicodeCodePoints"]),
      results: z.array(
        z.strictObject({
          ruleId: z.string().min(1),
          ruleIndex: z.int().min(0),
          level,
          message,
          locations: z.array(
            z.strictObject({
              physicalLocation: z
                .strictObject({
                  artifactLocation: z.strictObject({ uri: z.string().regex(/^[^\s<>"{}|\\^`]+$/) }),
                  region: z.strictObject({ startLine: z.int().min(1), startColumn: z.int().min(1) }).optional(),
                })
                .optional(),
              logicalLocations: z
                .array(z.strictObject({ name: z.string(), fullyQualifiedName: z.string(), kind: z.string() }))
                .optional(),
            }),
          ),
        }),
      ),
    }),
  ),
});

it("writes a log of the standard's form, each result with its rule and its places", () => {
  const { runs } = sarif.parse(JSON.parse(formatAsSarif(findings)));
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
  expect(sarif.parse(JSON.parse(formatAsSarif(all))).runs[0]?.results.length).toBe(all.length);
  expect(sarif.parse(JSON.parse(formatAsSarif([]))).runs[0]?.results).toEqual([]);
});
