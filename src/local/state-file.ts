import { readFileSync } from "node:fs";

/**
 * Reads a file that a run has left for later ones, a map in JSON.
 * @param remedy what to do where somebody else wrote into it, or a full disk cut it off
 * @throws an error that names the file and says what to do
 */
export function readStateFile<Fields>(file: string, remedy: string): Fields {
  const fail = (reason: string, cause?: unknown) => new Error(`${file} ${reason}; ${remedy}`, { cause });
  let value: unknown;
  try {
    value = JSON.parse(readFileSync(file, "utf8"));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw fail(error instanceof SyntaxError ? `is broken, no JSON: ${reason}` : `cannot be read: ${reason}`, error);
  }
  if (typeof value !== "object" || value === null) throw fail(`is broken: it holds ${JSON.stringify(value)}`);
  return value as Fields;
}
