import type { PolicyDocument } from "../policy/documents/document.js";
import type { Place } from "../findings/place.js";

/**
 * Tells which documents a place is of: in its file the last one that begins before it, all of the file where no line is known.
 */
export function createOwners(documents: readonly PolicyDocument[]): (place: Place) => PolicyDocument[] {
  const byFile = new Map<string, { document: PolicyDocument; line: number }[]>();
  for (const document of documents) {
    const { file, line = 0 } = document.locate([document.type]);
    if (file !== undefined) byFile.set(file, [...(byFile.get(file) ?? []), { document, line }]);
  }
  for (const starts of byFile.values()) starts.sort((a, b) => a.line - b.line);
  return ({ file = "", line }) => {
    const starts = byFile.get(file) ?? [];
    const owners = line === undefined ? starts : starts.filter((start) => start.line <= line).slice(-1);
    return owners.map(({ document }) => document);
  };
}
