// What `npm test` runs once the tools are there, two phases at a time: what computes beside what mostly waits for a cluster. A phase
// that fails does not keep the others from running.
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { endClusters } from "./clusters.mjs";
import { ProcessGroups } from "./process-groups.mjs";
import { readProcessorTime, timed } from "./processor-time.mjs";
import { formatTimes } from "./times.mjs";

// The longest first: each lane takes the next one when it has ended one.
const waiting = ["test:e2e", "check", "test:unit", "test:page", "test:policy", "test:engine"].values();

const root = join(import.meta.dirname, "..", "..");
const folder = mkdtempSync(join(tmpdir(), "pulumi-istio-test-"));
const timesFile = join(folder, "files");
const started = Date.now();
const groups = new ProcessGroups();
process.on("exit", () => rmSync(folder, { recursive: true }));

const phases = (await Promise.all([runLane(), runLane()])).flat();
if (groups.isInterrupted) await endClusters(root, groups);
else console.error(`\n${formatTimes(phases, readFiles(), secondsSince(started))}`);
process.exitCode = groups.isInterrupted ? 130 : phases.some(({ failed }) => failed) ? 1 : 0;

async function runLane() {
  const done = [];
  for (const script of waiting) if (!groups.isInterrupted) done.push(await runPhase(script));
  return done;
}

/** Runs an npm script; every line that it prints begins with the phase's name. */
function runPhase(script) {
  const name = script.replace("test:", "");
  const began = Date.now();
  const timesOf = join(folder, `${name}.times`);
  const colors = process.stderr.isTTY ? { FORCE_COLOR: "1" } : { NO_COLOR: "1" };
  const env = { ...process.env, ...colors, TEST_TIMES: timesFile };
  const child = groups.start("sh", timed(["npm", "run", "--silent", script], timesOf), {
    cwd: root,
    env,
    stdio: ["ignore", "pipe", "pipe"],
  });
  for (const stream of [child.stdout, child.stderr]) printLines(stream, name);
  return new Promise((resolve) => {
    child.on("close", (code) => {
      const seconds = secondsSince(began);
      console.error(`[${name}] ${code === 0 ? "passed" : "FAILED"} in ${seconds.toFixed(0)} s`);
      resolve({ name, seconds, processor: readProcessorTime(timesOf), failed: code !== 0 });
    });
  });
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
