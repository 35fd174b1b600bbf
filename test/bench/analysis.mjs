// `npm run bench:analysis`: how long the analysis takes on meshes of 1,000 and 10,000 services (7 objects each), in a process and as
// `mesh analyze`, beside `istioctl analyze` on the same files; then `mesh analyze` alone on 300 MB as `kubectl get -o yaml` prints them.
// Needs a compiled dist. Judges nothing: on a machine that does other things too, only the ratios say something. istioctl leaves out
// Services and Namespaces of files, and so most of its rules.
import { spawn } from "node:child_process";
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { performance } from "node:perf_hooks";
import { stringify } from "yaml";
import { analyze } from "../../dist/analysis/analyze.js";
import { createProgress } from "../../dist/local/progress.js";
import { getTools } from "../../dist/local/tools/get-tools.js";
import { formatMarkdownTable } from "../docs/markdown-table.ts";
import { readProcessorTime, timed } from "../run/processor-time.mjs";
import { generateMesh } from "./generate-mesh.mjs";

const sizes = [1000, 10_000];
const runs = 3;
const largeMegabytes = 300;
const mesh = [process.execPath, join(import.meta.dirname, "..", "..", "dist", "cli", "main.js"), "analyze"];
const progress = createProgress();
const { istioctl } = await getTools(["istioctl"], progress);
progress.close();
const folder = mkdtempSync(join(tmpdir(), "pulumi-istio-bench-"));
try {
  const rows = await inTurn(sizes.map((services) => () => measure(services)));
  console.log(formatReport(rows, await measureLarge()));
} finally {
  rmSync(folder, { recursive: true });
}

/** Of each way the run in the middle, of some in turn. */
async function measure(services) {
  const { objects, planted } = generateMesh({ services, mistaken: 0.01 });
  const file = join(folder, `${services}.yaml`);
  writeFileSync(file, objects.map((object) => `---\n${stringify(object)}`).join(""));
  const ways = { inProcess: [], command: [], istioctl: [] };
  let found = 0;
  for (let run = 0; run < runs; run++) {
    ways.inProcess.push(time(() => (found = analyze({ objects: objects.map((manifest) => ({ manifest })) }).length)));
    ways.command.push(await execute([...mesh, "--fail-on", "never", file]));
    ways.istioctl.push(await execute([istioctl, "analyze", "-A", "--use-kube=false", "-o", "json", file]));
  }
  const middle = Object.fromEntries(Object.entries(ways).map(([way, all]) => [way, findMiddle(all)]));
  return { services, objects: objects.length, planted: planted.length, found, ...middle };
}

/** A List of a whole cluster, with what the API server adds to each object. */
async function measureLarge() {
  const file = join(folder, "cluster.yaml");
  const owned = Object.fromEntries(Array.from({ length: 60 }, (_, index) => [`f:field-${index}`, { "f:value": {} }]));
  const fieldsV1 = { "f:metadata": owned, "f:spec": owned };
  const descriptor = openSync(file, "w");
  let [size, objects] = [0, 0];
  const write = (text) => (size += writeSync(descriptor, text));
  write("apiVersion: v1\nitems:\n");
  for (const object of generateMesh({ services: 10_000, mistaken: 0.01 }).objects) {
    if (size > largeMegabytes * 1e6) break;
    const managedFields = [{ apiVersion: object.apiVersion, fieldsType: "FieldsV1", manager: "pulumi", fieldsV1 }];
    const metadata = { ...object.metadata, resourceVersion: String(objects), managedFields };
    const text = stringify({ ...object, metadata }, { aliasDuplicateObjects: false });
    // Some objects of every cluster are written in ways that take another reader.
    const odd = objects % 100 === 0 ? "  note: >\n    folded\n" : "";
    write(`- ${text.trimEnd().replaceAll("\n", "\n  ")}\n${odd}`);
    objects += 1;
  }
  write("kind: List\n");
  closeSync(descriptor);
  return { megabytes: size / 1e6, objects, ...(await execute([...mesh, "--fail-on", "never", file])) };
}

function time(work) {
  const [start, before] = [performance.now(), process.cpuUsage()];
  work();
  const { user, system } = process.cpuUsage(before);
  return { seconds: (performance.now() - start) / 1000, processor: (user + system) / 1e6 };
}

/**
 * A failure is no failure here, where something is found.
 * @returns seconds, seconds of processor time, and the most memory that it had, in MB
 */
function execute(command) {
  const times = join(folder, "times");
  const start = performance.now();
  return new Promise((resolve, reject) => {
    const child = spawn("sh", timed(command, times), { stdio: ["ignore", "pipe", "inherit"] });
    let [memory, printed] = [0, 0];
    child.stdout.on("data", (chunk) => (printed += chunk.length));
    const poll = setInterval(() => (memory = Math.max(memory, readPeak(child.pid))), 20);
    child.on("error", reject);
    child.on("close", (code) => {
      clearInterval(poll);
      if (code !== 0 && printed === 0) return reject(new Error(`${command.join(" ")}: exit code ${code}`));
      resolve({ seconds: (performance.now() - start) / 1000, processor: readProcessorTime(times), memory });
    });
  });
}

/** The most memory, in MB, that the only child of a shell had until now. */
function readPeak(shell) {
  try {
    const [pid = ""] = readFileSync(`/proc/${shell}/task/${shell}/children`, "utf8").split(" ");
    const [, kilobytes = "0"] = /VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8")) ?? [];
    return Number(kilobytes) / 1024;
  } catch {
    // It has ended, or not begun.
    return 0;
  }
}

async function inTurn(work) {
  const results = [];
  for (const next of work) results.push(await next());
  return results;
}

function findMiddle(all) {
  return all.toSorted((a, b) => a.processor - b.processor)[Math.floor(all.length / 2)];
}

function formatReport(rows, big) {
  const [small, large] = rows;
  const format = ({ seconds, processor, memory }) =>
    `${seconds.toFixed(1)} s, ${processor.toFixed(1)} s, ${memory === undefined ? "-" : `${memory.toFixed(0)} MB`}`;
  const compare = (one, other) => ["seconds", "processor", "memory"].map((what) => one[what] / other[what]);
  const cells = rows.map((row) => [
    String(row.objects),
    `${row.planted} / ${row.found}`,
    format(row.inProcess),
    format(row.command),
    format(row.istioctl),
    compare(row.command, row.istioctl)
      .map((ratio) => `${ratio.toFixed(2)} ×`)
      .join(", "),
  ]);
  const header = ["objects", "mistakes / findings", "analyze()", "mesh analyze", "istioctl analyze", "ratios"];
  const growth = large.inProcess.processor / small.inProcess.processor;
  const notes = [
    "Each: time, processor time, most memory.",
    `${(large.objects / small.objects).toFixed(0)} × the objects take analyze() ${growth.toFixed(1)} × the processor time.`,
    `${big.objects} objects in ${big.megabytes.toFixed(0)} MB as kubectl get prints them: ${format(big)}.`,
  ];
  return [formatMarkdownTable(header, cells), ...notes].join("\n\n");
}
