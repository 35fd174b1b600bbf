import type { Place } from "../findings/place.js";

/**
 * Where a value stands in a file whose text holds another YAML text below a key, as a ConfigMap does: exact where that text is a block as it is,
 * `|`, else at the key.
 *
 * @param key where the key stands in the file
 * @param inner where the value stands in the text below it
 */
export function locateInBlock(text: string, key: Place, inner: Place): Place {
  const lines = text.split("\n");
  const { line = 1 } = key;
  if (inner.line === undefined || !/:\s*\|[-+]?\s*(#.*)?$/.test(lines[line - 1] ?? "")) return key;
  const first = lines.slice(line).find((one) => one.trim() !== "") ?? "";
  const indent = first.length - first.trimStart().length;
  return { ...key, line: line + inner.line, column: (inner.column ?? 1) + indent };
}
