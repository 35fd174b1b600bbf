import { randomBytes } from "node:crypto";
import {
  closeSync,
  copyFileSync,
  existsSync,
  fchmodSync,
  fsyncSync,
  lstatSync,
  mkdirSync,
  openSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { basename, dirname, join, sep } from "node:path";
import { formatFindings } from "../../findings/finding.js";
import { readPolicyTexts } from "../../stack/stack-files.js";
import type { FileChange } from "../contract.js";
import { computeVersion, findStale, requirePolicyName, type FileStore, type StoredFile } from "./files.js";
import { Refusal } from "../server/refusal.js";

/** The folder of policies of a stack. @param root what files are named from: the project's folder */
export function createPolicyFolder(root: string, folder: string): FileStore {
  const top = join(root, folder);
  const read = () => {
    const { texts, findings } = readPolicyTexts(root, folder);
    if (findings.length > 0) throw new Error(formatFindings(findings));
    const real = existsSync(top) ? realpathSync(top) : top;
    return new Map(
      Object.entries(texts).map(([file, text]): [string, StoredFile] => {
        const isForeign = !isBelow(real, realpathSync(join(root, file)));
        return [file, { text, version: computeVersion(text), isForeign }];
      }),
    );
  };
  return {
    folder,
    read,
    // Without a pause between look and write: no other request comes in between.
    write: (changes) => {
      for (const { file } of changes) requirePolicyName(folder, file);
      mkdirSync(top, { recursive: true });
      const targets = changes.map(({ file }) => resolveTarget(top, join(root, file)));
      const conflicts = findStale(read(), changes);
      if (conflicts.length > 0) return { conflicts };
      writeAll(changes.map(({ text, file }, index) => ({ text, path: targets[index] ?? join(root, file) })));
      return { written: changes.map(describeWritten) };
    },
  };
}

function describeWritten({ file, text }: FileChange) {
  return { file, version: text === null ? null : computeVersion(text) };
}

/** Where a file is to be written, links followed. @throws Refusal where that is outside of the folder */
function resolveTarget(top: string, path: string): string {
  const real = realpathSync(top);
  const stats = lstatSync(path, { throwIfNoEntry: false });
  // A link that leads nowhere has no real path to look at.
  const isLost = stats?.isSymbolicLink() === true && !existsSync(path);
  const target =
    stats === undefined ? join(resolveFolder(dirname(path)), basename(path)) : isLost ? "" : realpathSync(path);
  if (!isBelow(real, target))
    throw new Refusal(403, `${path} is a link to a place outside of ${top}; change its target`);
  if (stats !== undefined && !statSync(path).isFile()) throw new Refusal(400, `${path} is a folder`);
  return target;
}

/** The real path of a folder, of which the end need not exist. */
function resolveFolder(path: string): string {
  if (existsSync(path)) return realpathSync(path);
  if (lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() === true) return "";
  return join(resolveFolder(dirname(path)), basename(path));
}

function isBelow(folder: string, path: string): boolean {
  return path.startsWith(folder + sep);
}

interface Write {
  path: string;
  text: string | null;
}

/** All or none: every text is on the disk before the first file changes, and what has changed goes back where one cannot. */
function writeAll(writes: readonly Write[]): void {
  const staged: (Write & { draft: string; former: string })[] = [];
  const undo: (() => void)[] = [];
  try {
    for (const { path, text } of writes) {
      mkdirSync(dirname(path), { recursive: true });
      const name = join(dirname(path), `.${basename(path)}.${randomBytes(6).toString("hex")}`);
      staged.push({ path, text, draft: `${name}.new`, former: `${name}.old` });
      if (text !== null) writeDraft(`${name}.new`, text, statSync(path, { throwIfNoEntry: false })?.mode);
    }
    for (const one of staged) undo.push(replace(one));
  } catch (error) {
    for (const step of undo.reverse()) step();
    throw error;
  } finally {
    for (const { draft, former } of staged) for (const path of [draft, former]) rmSync(path, { force: true });
  }
  for (const folder of new Set(writes.map(({ path }) => dirname(path)))) sync(folder);
}

/** @returns what puts the former file back */
function replace({ path, text, draft, former }: Write & { draft: string; former: string }): () => void {
  const existed = existsSync(path);
  if (existed && text === null) renameSync(path, former);
  // A copy rather than another name: there is no moment without the file.
  if (existed && text !== null) copyFileSync(path, former);
  if (text !== null) renameSync(draft, path);
  return () => (existed ? renameSync(former, path) : rmSync(path, { force: true }));
}

/** @param mode that of the file it takes the place of */
function writeDraft(path: string, text: string, mode?: number): void {
  const file = openSync(path, "wx");
  try {
    if (mode !== undefined) fchmodSync(file, mode);
    writeFileSync(file, text);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

/** A renamed file is only there for good once its folder is on the disk. */
function sync(folder: string): void {
  const opened = openSync(folder, "r");
  try {
    fsyncSync(opened);
  } finally {
    closeSync(opened);
  }
}
