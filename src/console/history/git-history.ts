import { execFile } from "node:child_process";
import { promisify } from "node:util";
import type { HistoryEntry } from "../contract.js";
import type { Versions } from "./history.js";

const execute = promisify(execFile);

/** Commits that are listed, milliseconds that git may take, and bytes that it may print. */
const listed = 100;
const patience = 10_000;
const maxBuffer = 8 * 1024 * 1024;

const fieldEnd = "\x1f";
const recordEnd = "\x1e";

/** Whether a folder belongs to a repository. False where there is no git as well. */
export async function isInRepository(folder: string): Promise<boolean> {
  try {
    return (await git(folder, ["rev-parse", "--is-inside-work-tree"])).trim() === "true";
  } catch {
    return false;
  }
}

/** The commits of each file. @param root a folder of the repository, which files are named from */
export function createGitHistory(root: string): Versions {
  return {
    list: async (file) => {
      const format = `--format=${["%H", "%aI", "%an", "%s"].join(fieldEnd)}${recordEnd}`;
      // Of a commit that removed the file there is no text to return to.
      const filters = ["--diff-filter=AMT", `--max-count=${listed}`];
      if (!(await hasCommits(root))) return [];
      const log = await git(root, ["log", "--no-show-signature", ...filters, format, "--", file]);
      return log
        .split(recordEnd)
        .map((record) => record.trim())
        .filter(Boolean)
        .map(readEntry);
    },
    text: async (file, id) => {
      if (!/^[0-9a-f]{40,64}$/.test(id)) return undefined;
      try {
        // With `./` the path starts at the folder that git runs in rather than at the repository's.
        return await git(root, ["cat-file", "blob", `${id}:./${file}`]);
      } catch {
        return undefined;
      }
    },
    // Committing is the person's own.
    keep: () => undefined,
  };
}

function readEntry(record: string): HistoryEntry {
  const [id = "", time = "", author = "", message = ""] = record.split(fieldEnd);
  return { id, kind: "commit", time: new Date(time).toISOString(), author, message };
}

async function hasCommits(root: string): Promise<boolean> {
  try {
    await git(root, ["rev-parse", "--verify", "--quiet", "HEAD"]);
    return true;
  } catch {
    return false;
  }
}

/** Without a shell; names of files are no patterns. */
async function git(folder: string, args: readonly string[]): Promise<string> {
  const own = ["--no-pager", "--literal-pathspecs", "-c", "core.quotePath=false", "-C", folder];
  const env = { ...process.env, GIT_OPTIONAL_LOCKS: "0", GIT_TERMINAL_PROMPT: "0" };
  const { stdout } = await execute("git", [...own, ...args], { env, timeout: patience, maxBuffer, encoding: "utf8" });
  return stdout;
}
