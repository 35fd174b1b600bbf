// What `npm start` and `npm test` run right after a fresh clone: before anything is installed or compiled, so plain
// JavaScript without dependencies. It brings node_modules and dist up to date, then hands over to the `mesh` command.
import { spawn } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { findRequiredNode, getNewerNode, linkNode, readLinkedNode, withNode } from "./newer-node.mjs";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const [verb, ...args] = process.argv.slice(2);
const mesh = (...words) => run(process.execPath, ["dist/cli/main.js", ...words]);

const required = findRequiredNode();
if (required !== undefined) await goOnWithNewerNode(required);
else await main();

/** The same again on the newer Node, which this process only waits for. */
async function goOnWithNewerNode(oldest) {
  const node = await getNewerNode(oldest);
  linkNode(node);
  await run(node, process.argv.slice(1), withNode(node));
}

async function main() {
  // npm itself calls this as `prepare`, after it has installed everything.
  if (verb !== "prepare") await installWhereChanged();
  await buildWhereStale();
  if (verb === "test") await test();
  else if (verb !== "prepare") await mesh(verb, ...args);
}

async function test() {
  await mesh("tools", "--tests");
  await run(process.execPath, ["test/run/run.mjs"]);
}

/** `npm ci` takes a while even when nothing changed; npm notes in node_modules what it installed there. */
async function installWhereChanged() {
  const wanted = readPackages("package-lock.json");
  const installed = readPackages("node_modules/.package-lock.json");
  const isMissing = ([path, { version, optional }]) =>
    path !== "" && (installed[path] === undefined ? !optional : installed[path].version !== version);
  if (!Object.entries(wanted).some(isMissing)) return;
  console.error("installing npm packages");
  const linked = readLinkedNode();
  // The build below replaces our `prepare`; packages' own scripts would only try to download Pulumi plugins.
  await run("npm", ["ci", "--ignore-scripts"]);
  // It has removed the whole of node_modules.
  if (linked !== undefined) linkNode(linked);
}

function readPackages(lockFile) {
  const file = join(root, lockFile);
  return existsSync(file) ? JSON.parse(readFileSync(file, "utf8")).packages : {};
}

async function buildWhereStale() {
  const stamp = join(root, "dist/.built");
  const built = statSync(stamp, { throwIfNoEntry: false })?.mtimeMs ?? 0;
  // Folders count too: their times tell that a file was removed.
  const inputs = readdirSync(join(root, "src"), { recursive: true }).map((name) => join("src", name));
  const changed = ["tsconfig.json", "package-lock.json", "src", ...inputs].some(
    (name) => statSync(join(root, name)).mtimeMs > built,
  );
  if (!changed) return;
  console.error("compiling");
  const started = new Date();
  await run(process.execPath, ["node_modules/typescript/bin/tsc", "-p", "tsconfig.json"]);
  const page = "src/console/ui/vite.config.ts";
  await run(process.execPath, ["node_modules/vite/bin/vite.js", "build", "--config", page]);
  await mesh("schema", "--output", "dist/policy.schema.json");
  await mesh("schema", "tests", "--output", "dist/test.schema.json");
  mkdirSync(dirname(stamp), { recursive: true });
  writeFileSync(stamp, "");
  // What was saved while the compiler ran may not be in dist.
  utimesSync(stamp, started, started);
}

/** Runs a command in the project's folder with this terminal; when it fails, this process ends in the same way. */
function run(command, args, env = process.env) {
  return new Promise((resolve) => {
    const child = spawn(command, args, { cwd: root, stdio: "inherit", env });
    const forward = (signal) => child.kill(signal);
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, forward);
    child.on("error", (error) => {
      console.error(`${command} cannot be run: ${error.message}`);
      process.exit(1);
    });
    child.on("close", (code, signal) => {
      for (const name of ["SIGINT", "SIGTERM", "SIGHUP"]) process.off(name, forward);
      if (code === 0) resolve();
      else process.exit(code ?? (signal === "SIGINT" ? 130 : 143));
    });
  });
}
