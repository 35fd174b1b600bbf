// `npm run test:changed [-- REF]`: what the files that differ from a git ref (HEAD where none is given) can break: types, lint and
// format of those files, the unit tests that import them, and the live tests of what they are part of.
import { execFileSync, spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { findAffected } from "./affected.mjs";

const root = join(import.meta.dirname, "..", "..");
const ref = process.argv[2] ?? "HEAD";
const files = listChanged();
const there = files.filter((file) => existsSync(join(root, file)));
if (files.length === 0) {
  console.error(`nothing differs from ${ref}`);
  process.exit(0);
}
const code = there.filter((file) => /\.(ts|tsx|mjs)$/.test(file));
const ours = code.filter((file) => /^(src|test)\//.test(file));
const steps = [
  ["npx", "tsc", "-p", "tsconfig.json"],
  ["npx", "tsc", "-p", "test/tsconfig.json"],
  ...(ours.length === 0 ? [] : [["npx", "eslint", "--config", "test/eslint.config.mjs", "--no-warn-ignored", ...ours]]),
  ...(there.length === 0 ? [] : [["npx", "prettier", "--check", "--ignore-unknown", ...there]]),
  ["npm", "run", "--silent", "test:unit", "--", "--changed", ref, "--passWithNoTests"],
  ...findAffected(files).map(([script, ...names]) => ["npm", "run", "--silent", script, "--", ...names]),
];
for (const [command, ...args] of steps) {
  console.error(`\n> ${[command, ...args].join(" ")}`);
  const { status, signal } = spawnSync(command, args, { cwd: root, stdio: "inherit" });
  if (status !== 0) process.exit(status ?? (signal === "SIGINT" ? 130 : 1));
}

/** Files that differ from the ref, committed or not, new ones, and such as are gone. */
function listChanged() {
  const git = (...args) =>
    execFileSync("git", args, { cwd: root, encoding: "utf8" })
      .split("\n")
      .filter((line) => line !== "");
  try {
    const differ = git("diff", "--name-only", "--end-of-options", ref, "--");
    return [...new Set([...differ, ...git("ls-files", "--others", "--exclude-standard")])];
  } catch (error) {
    console.error(
      `error: git does not know the ref "${ref}"; give a commit, a branch or a tag:\n${error.stderr ?? error.message}`,
    );
    process.exit(2);
  }
}
