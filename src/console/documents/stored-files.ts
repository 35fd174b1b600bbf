import { createPatch, type Texts } from "./check.js";
import type { Conflict, FileChange, PolicyFile, Written } from "../contract.js";
import { listDocuments } from "./documents.js";
import { findStale, requirePolicyName, type FileStore, type StaleFile, type StoredFile } from "./files.js";
import type { ConsolePorts } from "../ports.js";
import { Refusal } from "../server/refusal.js";

type Stores = Pick<ConsolePorts, "files" | "history">;

/** All texts, those of foreign files as well: the stack is made of them too. */
export function readTexts(files: FileStore): Texts {
  return Object.fromEntries([...files.read()].map(([file, { text }]) => [file, text]));
}

/** The files that can be looked at, without their texts. */
export function describeFiles(files: FileStore): PolicyFile[] {
  const own = [...files.read()].filter(([, { isForeign }]) => !isForeign);
  return own.map(([file, stored]) => describeFile(file, stored));
}

/** One of them with its text. @throws Refusal if the file does not exist, or is a link that leads out of the folder */
export function readFile(files: FileStore, file: string): PolicyFile {
  requirePolicyName(files.folder, file);
  const stored = files.read().get(file);
  if (stored === undefined) throw new Refusal(404, `there is no file ${file}`);
  if (stored.isForeign) throw new Refusal(403, `${file} is a link to a place outside of ${files.folder}`);
  return { ...describeFile(file, stored), text: stored.text };
}

function describeFile(file: string, { version, text }: StoredFile): PolicyFile {
  return { file, version, documents: listDocuments(text) };
}

/** Writes files, and keeps their texts. @throws Refusal with a `Conflict` where somebody else was first */
export function writeFiles({ files, history }: Stores, changes: readonly FileChange[]): Written {
  const former = readTexts(files);
  const outcome = files.write(changes);
  if (outcome.conflicts !== undefined) throw refuseConflicts(outcome.conflicts, changes);
  history.keep(changes, former);
  return { files: outcome.written };
}

/** @throws Refusal as `writeFiles` would */
export function requireCurrent(files: FileStore, changes: readonly FileChange[]): void {
  const conflicts = findStale(files.read(), changes);
  if (conflicts.length > 0) throw refuseConflicts(conflicts, changes);
}

function refuseConflicts(stale: readonly StaleFile[], changes: readonly FileChange[]): Refusal {
  const mine = new Map(changes.map(({ file, text }) => [file, text]));
  const conflicts = stale.map((one) => ({
    ...one,
    patch: createPatch(one.file, one.text, mine.get(one.file) ?? null),
  }));
  const names = stale.map(({ file }) => file).join(", ");
  const error = `somebody else has changed ${names} in the meantime; nothing has been written`;
  const problem: Conflict = { error, conflicts };
  return new Refusal(409, problem);
}
