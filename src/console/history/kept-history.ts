import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { HistoryEntry } from "../contract.js";
import type { Versions } from "./history.js";

/** What is kept of a write of one file. */
interface Kept {
  time: string;
  /** null where the file was removed. */
  text: string | null;
  /** Whether it was there before the console wrote the file: somebody else has made it. @default false */
  isFound?: boolean;
}

/**
 * The texts that the console has written, and those that it has found there and replaced, for stacks outside of a repository. One
 * folder a file, one file a text.
 * @param folder where they are kept
 * @param now milliseconds since the epoch
 */
export function createKeptHistory(folder: string, now: () => number): Versions {
  // A name may be longer than a folder's name can be, and have a slash.
  const folderOf = (file: string) => join(folder, createHash("sha256").update(file).digest("hex").slice(0, 32));
  const read = (file: string, id: string) =>
    JSON.parse(readFileSync(join(folderOf(file), `${id}.json`), "utf8")) as Kept;
  const listIds = (file: string) =>
    existsSync(folderOf(file))
      ? readdirSync(folderOf(file)).flatMap((name) => /^(\d+)\.json$/.exec(name)?.[1] ?? [])
      : [];
  const store = (file: string, kept: Omit<Kept, "time">) => {
    const own = folderOf(file);
    mkdirSync(own, { recursive: true });
    // Two texts within a millisecond are two.
    const id = Math.max(now(), 1 + Math.max(0, ...listIds(file).map(Number)));
    const whole: Kept = { time: new Date(id).toISOString(), ...kept };
    writeFileSync(join(own, `${id}.new`), JSON.stringify(whole));
    renameSync(join(own, `${id}.new`), join(own, `${id}.json`));
  };
  return {
    list: (file) => {
      const ids = listIds(file).sort((one, other) => Number(other) - Number(one));
      const entries = ids.flatMap((id): HistoryEntry[] => {
        const { time, text, isFound = false } = read(file, id);
        const message = isFound ? "found by the console, written by somebody else" : "written by the console";
        // Of a file that was removed there is no text to return to.
        return text === null ? [] : [{ id, kind: "kept", time, message }];
      });
      return Promise.resolve(entries);
    },
    text: (file, id) => Promise.resolve(listIds(file).includes(id) ? (read(file, id).text ?? undefined) : undefined),
    keep: (changes, former) => {
      for (const { file, text } of changes) {
        const found = former[file];
        const latest = Math.max(0, ...listIds(file).map(Number));
        const isKept = latest > 0 && read(file, String(latest)).text === found;
        if (found !== undefined && !isKept) store(file, { text: found, isFound: true });
        store(file, { text });
      }
    },
  };
}
