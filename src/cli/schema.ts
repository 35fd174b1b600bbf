import { writeFileSync } from "node:fs";
import { computeJsonSchema } from "../policy/documents/json-schema.js";
import { computeTestJsonSchema } from "../simulate/tests/request-test.js";
import { formatClosest } from "../text/closest.js";

/** Options of `mesh schema`. */
export interface SchemaOptions {
  /** File to write to. @default standard output */
  output?: string;
}

const schemas: Readonly<Record<string, () => object>> = {
  policies: computeJsonSchema,
  tests: computeTestJsonSchema,
};

const reasons: Readonly<Record<string, string>> = {
  ENOENT: "there is no such folder",
  ENOTDIR: "what should be a folder is a file",
  EISDIR: "it is a folder",
  EACCES: "permission denied",
};

/** `mesh schema`: the JSON Schema of policy documents, or of tests. @throws where the file cannot be written */
export function schema({ output }: SchemaOptions, of = "policies"): void {
  const compute = schemas[of];
  if (compute === undefined) {
    const allowed = Object.keys(schemas);
    throw new Error(`mesh schema has no "${of}"; it has ${allowed.join(", ")}${formatClosest(of, allowed)}`);
  }
  const text = `${JSON.stringify(compute(), undefined, 2)}\n`;
  if (output === undefined) {
    process.stdout.write(text);
    return;
  }
  try {
    writeFileSync(output, text);
  } catch (error) {
    const { code = "", message } = error as NodeJS.ErrnoException;
    throw new Error(`--output ${output} cannot be written: ${reasons[code] ?? message}`, { cause: error });
  }
}
