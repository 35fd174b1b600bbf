import type { Code } from "../findings/codes.js";
import type { Finding } from "../findings/finding.js";

// What may stand in texts that cannot be read: nothing is missing because of them.

/** What is said of names and of what objects say of them. */
const ofNames: readonly string[] = ["MESH0203", "MESH0207", "MESH0211", "MESH0262", "MESH0263"] satisfies Code[];

/** Whether Kubernetes objects may be among them. */
export function mayHoldObjects(texts: readonly string[]): boolean {
  return texts.some((text) => /^\s*"?kind"?\s*:/m.test(text));
}

/** `namespace/name` of the services that they may have documents of. */
export function listPossibleServices(texts: readonly string[]): string[] {
  return texts.flatMap((text) =>
    [...text.matchAll(/^service:\s*["']?([a-z0-9-]+\/[a-z0-9-]+)/gm)].map(([, id]) => id ?? ""),
  );
}

/** The findings that hold whatever objects there are. */
export function dropOfNames(findings: readonly Finding[]): Finding[] {
  return findings.filter(({ code }) => !ofNames.includes(code));
}
