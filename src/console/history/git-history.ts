import type { HistoryEntry } from "../contract.js";
import { git } from "./git.js";
import type { Versions } from "./history.js";

/** Commits that are listed. */
const listed = 100;

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
