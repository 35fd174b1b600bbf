import { z } from "zod";

const message = z.strictObject({ text: z.string().min(1) });
const level = z.enum(["none", "note", "warning", "error"]);
/** What we use of SARIF 2.1.0, written by hand after the standard: sections 3.13 (log), 3.14 (run), 3.49 (reportingDescriptor), 3.27 (result), 3.28–3.30 (locations). */
export const sarifForm = z.strictObject({
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
