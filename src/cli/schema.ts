import { writeFileSync } from "node:fs";
import { computeJsonSchema } from "../policy/json-schema.js";

/** Options of `mesh schema`. */
export interface SchemaOptions {
  /** File to write to. @default standard output */
  output?: string;
}

/** `mesh schema`: the JSON Schema of policy documents. */
export function schema({ output }: SchemaOptions): void {
  const text = `${JSON.stringify(computeJsonSchema(), undefined, 2)}\n`;
  if (output === undefined) process.stdout.write(text);
  else writeFileSync(output, text);
}
