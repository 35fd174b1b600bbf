import type { Finding } from "../findings/finding.js";
import { indexPaths, type PathIndex } from "../text/yaml-paths.js";
import type { FieldFinding } from "./contract.js";

/** Findings with the document and value that each points to, where its file is one of the texts. */
export function placeFindings(findings: readonly Finding[], texts: Readonly<Record<string, string>>): FieldFinding[] {
  const indices = new Map<string, PathIndex>();
  return findings.map((finding) => {
    const { file, line, column } = finding;
    const text = file === undefined || !Object.hasOwn(texts, file) ? undefined : texts[file];
    if (file === undefined || text === undefined || line === undefined || column === undefined) return finding;
    const index = indices.get(file) ?? indexPaths(text);
    indices.set(file, index);
    return { ...finding, ...index.find(line, column) };
  });
}

/**
 * Those of the first that the second has not: places are not compared, since a line above moves all below it.
 * What is there twice is compared as two.
 */
export function subtractFindings<T extends Finding>(findings: readonly T[], others: readonly Finding[]): T[] {
  const left = new Map<string, number>();
  for (const finding of others) left.set(keyOf(finding), (left.get(keyOf(finding)) ?? 0) + 1);
  return findings.filter((finding) => {
    const count = left.get(keyOf(finding)) ?? 0;
    left.set(keyOf(finding), count - 1);
    return count <= 0;
  });
}

function keyOf({ code, level, message, file, resource }: Finding): string {
  return JSON.stringify([code, level, message, file, resource?.kind, resource?.namespace, resource?.name]);
}
