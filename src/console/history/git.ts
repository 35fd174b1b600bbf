import { execFile } from "node:child_process";
import { promisify } from "node:util";

const execute = promisify(execFile);

/** Milliseconds that git may take, and bytes that it may print. */
const patience = 10_000;
const maxBuffer = 8 * 1024 * 1024;

/** What git prints in a folder. Without a shell; names of files are no patterns. @throws where git fails, or is not there */
export async function git(folder: string, args: readonly string[]): Promise<string> {
  const own = ["--no-pager", "--literal-pathspecs", "-c", "core.quotePath=false", "-C", folder];
  const env = { ...process.env, GIT_OPTIONAL_LOCKS: "0", GIT_TERMINAL_PROMPT: "0" };
  const { stdout } = await execute("git", [...own, ...args], { env, timeout: patience, maxBuffer, encoding: "utf8" });
  return stdout;
}
