// `npm run bench:cold [-- REF]`: how long a first `npm start` takes, step by step, with nothing there but Debian's packages: it
// clones this project's HEAD, or another git ref to compare with, into a folder of its own with caches of its own, downloads,
// builds and starts everything there, and removes it all. Judges nothing; measure on a machine that does nothing else.
import { execFileSync, spawn } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { cpus, loadavg, tmpdir, totalmem } from "node:os";
import { join } from "node:path";
import { readProcessorTime, timed } from "../run/processor-time.mjs";
import { formatMarkdownTable } from "../docs/markdown-table.ts";

const root = join(import.meta.dirname, "..", "..");
const ref = process.argv[2] ?? "HEAD";
const commit = execFileSync("git", ["rev-parse", "--short", `${ref}^{commit}`], { cwd: root, encoding: "utf8" }).trim();
const load = loadavg()[0];
const folder = mkdtempSync(join(tmpdir(), "pulumi-istio-cold-"));
const project = join(folder, "project");
const env = {
  ...process.env,
  XDG_CACHE_HOME: join(folder, "cache"),
  XDG_STATE_HOME: join(folder, "state"),
  GOCACHE: join(folder, "go-build"),
  GOMODCACHE: join(folder, "go-modules"),
  GOFLAGS: "-modcacherw",
  npm_config_cache: join(folder, "npm"),
  PIP_CACHE_DIR: join(folder, "pip"),
};
const mesh = [process.execPath, "dist/cli/main.js"];
const rows = [];
let child;
process.on("SIGINT", () => child?.kill("SIGINT"));
try {
  await measure();
  console.log(formatReport());
} catch (error) {
  console.error(`error: ${error.message}`);
  process.exitCode = 1;
} finally {
  if (existsSync(join(project, "dist/cli/main.js")))
    await run([...mesh, "local", "down"], project).catch(() => undefined);
  execFileSync("chmod", ["-R", "u+w", folder]);
  rmSync(folder, { recursive: true });
}

async function measure() {
  execFileSync("git", ["clone", "--quiet", root, project]);
  execFileSync("git", ["checkout", "--quiet", commit], { cwd: project });
  await step("npm packages", ["npm", "ci", "--ignore-scripts", "--no-audit"], project);
  // What `npm start` does first: it leaves the note that all is compiled, so that the second start compiles nothing.
  await step("compile TypeScript and page", [process.execPath, "src/bootstrap.mjs", "--help"], project);
  await step("download Go modules", ["sh", "-c", downloads()], project);
  await step("build the tools", [...mesh, "tools"], project);
  await step("images and cluster", [...mesh, "local", "up"], project);
  await step("pulumi up and report", [...mesh, "start"], project);
  await step("npm start again", ["npm", "start"], project, "no part of it");
}

/** What a tools' build would download by itself, apart from it; go goes on after packages that are only made by the build. */
function downloads() {
  const modules = join(project, "src/local/tools/go");
  const named = readdirSync(modules).filter((name) => !["jaeger", "ratelimit"].includes(name));
  return named.map((name) => `(cd ${join(modules, name)} && go list -e -deps tool ./... >/dev/null 2>&1)`).join("; ");
}

async function step(what, command, cwd, note) {
  console.error(`${what} ...`);
  const started = performance.now();
  const processor = await run(command, cwd);
  const row = { what, seconds: (performance.now() - started) / 1000, processor, isPart: note === undefined };
  console.error(`${what}: ${row.seconds.toFixed(1)} s, ${processor.toFixed(0)} s of processor time`);
  rows.push(row);
}

/** @returns seconds of processor time of the command and all that it waited for */
function run(command, cwd) {
  const times = join(folder, "times");
  child = spawn("sh", timed(command, times), { cwd, env, stdio: ["ignore", "ignore", "inherit"] });
  return new Promise((resolve, reject) => {
    child.on("close", (code) => {
      if (code !== 0) return reject(new Error(`${command.join(" ")} ended with ${code}`));
      resolve(readProcessorTime(times));
    });
  });
}

function formatReport() {
  const part = rows.filter(({ isPart }) => isPart);
  const sum = (key) => part.reduce((total, row) => total + row[key], 0);
  const all = [...part, { what: "**first `npm start`**", seconds: sum("seconds"), processor: sum("processor") }];
  const rest = rows.filter(({ isPart }) => !isPart);
  const cells = [...all, ...rest].map(({ what, seconds, processor }) => [
    what,
    `${seconds.toFixed(1)} s`,
    `${processor.toFixed(0)} s`,
  ]);
  const [{ model } = { model: "unknown" }] = cpus();
  const machine = `commit ${commit}; ${cpus().length} cores (${model}), ${Math.round(totalmem() / 2 ** 30)} GiB, load ${load.toFixed(1)} at the start`;
  return [machine, "", formatMarkdownTable(["step", "time", "processor time"], cells), "", ...listBuilds()].join("\n");
}

/** What go itself says of each build, where it does. */
function listBuilds() {
  const logs = join(env.XDG_STATE_HOME, "pulumi-istio/logs");
  const names = readdirSync(logs).filter((name) => name.endsWith(".log"));
  return names.flatMap((name) => {
    const said = /^processor time: .*$/m.exec(readFileSync(join(logs, name), "utf8"));
    return said === null ? [] : [`${name.replace(/^build-|\.log$/g, "")}: ${said[0]}`];
  });
}
