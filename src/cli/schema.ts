import { writeFileSync } from "node:fs";
import { computeJsonSchema } from "../policy/documents/json-schema.js";

/** Options of `mesh schema`. */
export interface SchemaOptions {
  /** File to write to. @default standard output */
  output?: string;
}

const reasons: Readonly<Record<string, string>> = {
  ENOENT: "there is no such folder",
  ENOTDIR: "what should be a folder is a file",
  EISDIR: "it is a folder",
  EACCES: "permission denied",
};

/** `mesh schema`: the JSON Schema of policy documents. @throws where the file cannot be written */
export function schema({ output }: SchemaOptions): void {
  const text = `${JSON.stringify(computeJsonSchema(), undefined, 2)}\n`;
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
