import { z } from "zod";
import type { Problem } from "../findings/problem.js";
import { findSchemaProblems } from "../text/schema-problems.js";
import { createEksShape } from "./eks-settings-data.js";

const argsSchema = z.strictObject({
  ...createEksShape(z.unknown().refine((value) => value !== undefined, "it must be given")),
  istioVersion: z.string().optional(),
});

/** What is missing, unknown, or of another type in the arguments of a program: settings without such a problem can be judged. */
export function findArgumentProblems(args: unknown): Problem[] {
  const isMap = typeof args === "object" && args !== null;
  const given = isMap ? Object.fromEntries(Object.entries(args).filter(([, value]) => value !== undefined)) : {};
  return findSchemaProblems(argsSchema, given, { code: "MESH0438" });
}
