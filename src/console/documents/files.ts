import { createHash } from "node:crypto";
import type { FileChange } from "../contract.js";
import { Refusal } from "../server/refusal.js";

/** A file of policies. */
export interface StoredFile {
  text: string;
  version: string;
  /** Whether it is a link to a place outside of the folder: the stack takes what is there, the console only plans with it. */
  isForeign: boolean;
}

/** What a write found: the new versions, or the files as others have left them. */
export type WriteOutcome =
  { written: { file: string; version: string | null }[]; conflicts?: undefined } | { conflicts: StaleFile[] };

/** A file as others have left it; both are null where there is none any more. */
export interface StaleFile {
  file: string;
  version: string | null;
  text: string | null;
}

/** The files, as they are now, of changes that were made from another version of them. */
export function findStale(now: ReadonlyMap<string, StoredFile>, changes: readonly FileChange[]): StaleFile[] {
  const stale = changes.filter(({ file, version }) => version !== (now.get(file)?.version ?? null));
  return stale.map(({ file }) => {
    const { version = null, text = null } = now.get(file) ?? {};
    return { file, version, text };
  });
}

/** The files of a stack's policies. */
export interface FileStore {
  /** As findings name files: `stacks/dev/policies`. */
  folder: string;
  /** All files by name, in the order of the names. @throws where one is not a text */
  read: () => ReadonlyMap<string, StoredFile>;
  /**
   * Writes all changes, or none where a file has another version than a change was made from.
   * @throws Refusal where a file is none of the folder
   */
  write: (changes: readonly FileChange[]) => WriteOutcome;
}

/** Changes with every change of the text. */
export function computeVersion(text: string): string {
  return createHash("sha256").update(text).digest("hex").slice(0, 32);
}

/**
 * Refuses a name that is not one of a policy file in the folder: others would be written where nobody looks for policies, or outside.
 * Where links lead to is the folder's own to find out.
 */
export function requirePolicyName(folder: string, file: string): void {
  const inside = file.startsWith(`${folder}/`) ? file.slice(folder.length + 1).split("/") : [];
  const isName = (segment: string) => /^[^.\\\p{Cc}][^\\\p{Cc}]*$/u.test(segment) && Buffer.byteLength(segment) <= 200;
  if (inside.length > 0 && inside.every(isName) && /\.ya?ml$/.test(file)) return;
  const allowed = `a .yaml or .yml file below ${folder}, without . at the beginning of a name`;
  throw new Refusal(400, `${JSON.stringify(file)} is not a file of policies; it must be ${allowed}`);
}
