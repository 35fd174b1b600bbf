// What `npm test` runs once the tools are there. Lanes run side by side, the phases of a lane one after another: what computes
// beside what mostly waits for a cluster. A phase that fails does not keep the others from running.
import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { computeTestFolder } from "./folders.mjs";
import { readProcessorTime, timed } from "./processor-time.mjs";
import { formatTimes } from "./times.mjs";

// What asks for answers in time comes last, when nothing else runs beside it.
const lanes = [
  ["test:e2e", "test:policy"],
  ["check", "test:unit", "test:page", "test:engine"],
];

const root = join(import.meta.dirname, "..", "..");
const folder = mkdtempSync(join(tmpdir(), "pulumi-istio-test-"));
const timesFile = join(folder, "files");
const started = Date.now();
const running = new Set();
let interrupted = false;

// Ctrl-C, or a signal of whoever started this, is for all that runs; what does not end by it within a while is ended.
const grace = 20_000;
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) {
  process.on(signal, () => {
    if (interrupted) return;
    interrupted = true;
    for (const child of running) signalGroup(child, "SIGINT");
    setTimeout(() => running.forEach((child) => signalGroup(child, "SIGKILL")), grace).unref();
  });
}

const phases = (await Promise.all(lanes.map(runLane))).flat();
if (interrupted) await endClusters();
else console.error(`\n${formatTimes(phases, readFiles(), secondsSince(started))}`);
rmSync(folder, { recursive: true });
process.exitCode = interrupted ? 130 : phases.some(({ failed }) => failed) ? 1 : 0;

async function runLane(scripts) {
  const done = [];
  for (const script of scripts) if (!interrupted) done.push(await runPhase(script));
  return done;
}

/** Runs an npm script; every line that it prints begins with the phase's name. */
function runPhase(script) {
  const name = script.replace("test:", "");
  const began = Date.now();
  const timesOf = join(folder, `${name}.times`);
  const colors = process.stderr.isTTY ? { FORCE_COLOR: "1" } : { NO_COLOR: "1" };
  const env = { ...process.env, ...colors, TEST_TIMES: timesFile };
  const child = spawn("sh", timed(["npm", "run", "--silent", script], timesOf), {
    cwd: root,
    env,
    stdio: ["ignore", "pipe", "pipe"],
    detached: true,
  });
  running.add(child);
  for (const stream of [child.stdout, child.stderr]) printLines(stream, name);
  return new Promise((resolve) => {
    child.on("close", (code) => {
      running.delete(child);
      const seconds = secondsSince(began);
      console.error(`[${name}] ${code === 0 ? "passed" : "FAILED"} in ${seconds.toFixed(0)} s`);
      resolve({ name, seconds, processor: readProcessorTime(timesOf), failed: code !== 0 });
    });
  });
}

/** Each phase is a process group of its own. */
function signalGroup({ pid }, signal) {
  try {
    process.kill(-pid, signal);
  } catch {
    // It is gone.
  }
}

/** An interrupted phase leaves its clusters to us: nothing may be left behind. */
async function endClusters() {
  for (const phase of ["e2e", "policy"]) {
    const state = computeTestFolder(root, phase);
    const clusters = join(state, "pulumi-istio/clusters");
    const names = existsSync(clusters) ? readdirSync(clusters, { withFileTypes: true }) : [];
    for (const entry of names) if (entry.isDirectory()) await endCluster(entry.name, state);
    rmSync(state, { recursive: true, force: true });
  }
}

function endCluster(name, state) {
  const args = ["dist/cli/main.js", "local", "down", "--name", name];
  const child = spawn(process.execPath, args, {
    cwd: root,
    env: { ...process.env, XDG_STATE_HOME: state },
    stdio: ["ignore", "inherit", "inherit"],
    detached: true,
  });
  return new Promise((resolve) => child.on("close", resolve));
}

function printLines(stream, name) {
  let rest = "";
  stream.setEncoding("utf8").on("data", (text) => {
    const lines = (rest + text).split("\n");
    rest = lines.pop();
    for (const line of lines) if (line !== "") console.error(`[${name}] ${line}`);
  });
  stream.on("end", () => rest !== "" && console.error(`[${name}] ${rest}`));
}

function readFiles() {
  if (!existsSync(timesFile)) return [];
  // The last line of an interrupted run may not be whole.
  const lines = readFileSync(timesFile, "utf8").split("\n").slice(0, -1);
  return lines.map((line) => JSON.parse(line));
}

function secondsSince(time) {
  return (Date.now() - time) / 1000;
}
