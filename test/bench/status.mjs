// `npm run bench:status`: how long `mesh status` takes on a generated cluster of 5,000 pods over HTTP on this machine, and the most memory
// that it has. Needs a compiled dist, and Linux. Aims at 5 s and 300 MB; judges nothing: on a machine that does other things too, it is slower.
import { execFileSync, spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { performance } from "node:perf_hooks";
import { generateCluster, serveCluster } from "./generate-cluster.mjs";

const sizes = [100, 5000];
const runs = 3;
/** Milliseconds between two looks at the memory. */
const every = 20;
/** Linux counts processor time in hundredths of a second. */
const ticks = 100;
const mesh = join(import.meta.dirname, "..", "..", "dist", "cli", "main.js");
const folder = mkdtempSync(join(tmpdir(), "pulumi-istio-bench-"));
try {
  for (const pods of sizes) console.log(await measure(pods));
} finally {
  rmSync(folder, { recursive: true });
}

async function measure(pods) {
  const { port, close } = await serveCluster(generateCluster({ pods, root: makeRoot() }));
  const cluster = { name: "bench", cluster: { server: `http://127.0.0.1:${port}`, "insecure-skip-tls-verify": true } };
  const context = { name: "bench", context: { cluster: "bench", user: "bench" } };
  const kubeconfig = join(folder, "kubeconfig");
  const user = { name: "bench", user: {} };
  const config = { clusters: [cluster], contexts: [context], users: [user], "current-context": "bench" };
  writeFileSync(kubeconfig, JSON.stringify(config));
  const all = [];
  for (let run = 0; run < runs; run++) all.push(await runStatus(kubeconfig));
  close();
  const [{ seconds }] = all.toSorted((a, b) => a.seconds - b.seconds).slice(Math.floor(runs / 2));
  const megabytes = Math.max(...all.map((one) => one.megabytes));
  const processor = Math.max(...all.map((one) => one.processor));
  const [{ report }] = all;
  return `${pods} pods, ${report.proxies.inStep} proxies in step: ${seconds.toFixed(2)} s (median of ${runs}), at most ${processor.toFixed(1)} s of processor time and ${megabytes.toFixed(0)} MB`;
}

function makeRoot() {
  const key = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-keyout", "-"];
  const made = execFileSync("openssl", ["req", "-x509", "-days", "3650", ...key, "-subj", "/CN=root"], {
    encoding: "utf8",
    stdio: ["ignore", "pipe", "ignore"],
  });
  return /-----BEGIN CERTIFICATE-----[^]*-----END CERTIFICATE-----\n/.exec(made)[0];
}

async function runStatus(kubeconfig) {
  const start = performance.now();
  const args = [mesh, "status", "--kubeconfig", kubeconfig, "--format", "json"];
  const child = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "inherit"] });
  let used = { megabytes: 0, processor: 0 };
  const timer = setInterval(() => (used = readUse(child.pid) ?? used), every);
  let text = "";
  child.stdout.setEncoding("utf8").on("data", (chunk) => (text += chunk));
  await new Promise((resolve) => child.on("close", resolve));
  clearInterval(timer);
  return { seconds: (performance.now() - start) / 1000, ...used, report: JSON.parse(text) };
}

/** The most that a process has had in memory, and the processor time that it has taken; undefined where it has just ended. */
function readUse(pid) {
  try {
    const kilobytes = Number(/^VmHWM:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))[1]);
    const [, fields] = readFileSync(`/proc/${pid}/stat`, "utf8").split(/\) (.*)/s);
    const [user, system] = fields.split(" ").slice(11, 13).map(Number);
    return { megabytes: kilobytes / 1024, processor: (user + system) / ticks };
  } catch {
    return undefined;
  }
}
