// `npm run test:changed [-- REF]`: what the files that differ from a git ref (HEAD where none is given) can break: types, lint and
// format of those files, the unit tests that import them, and the live tests of what they are part of.
import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { createSelect, findAffected } from "./affected.mjs";
import { endClusters } from "./clusters.mjs";
import { ProcessGroups } from "./process-groups.mjs";

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
  ...findAffected(files, createSelect(root)).map(([script, ...names]) => [
    "npm",
    "run",
    "--silent",
    script,
    "--",
    ...names,
  ]),
];
const groups = new ProcessGroups();
for (const step of steps) {
  const code = await runStep(step);
  if (groups.isInterrupted) {
    await endClusters(root, groups);
    process.exit(130);
  }
  if (code !== 0) process.exit(code);
}

/** Its exit code. */
function runStep([command, ...args]) {
  console.error(`\n> ${[command, ...args].join(" ")}`);
  const child = groups.start(command, args, { cwd: root, stdio: ["ignore", "inherit", "inherit"] });
  return new Promise((resolve) => child.on("close", (code) => resolve(code ?? 1)));
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
