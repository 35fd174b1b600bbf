// `npm run bench:analysis`: how long the analysis takes on meshes of 1,000 and 10,000 services (7 objects each), in a process and as
// `mesh analyze`, beside `istioctl analyze` on the same files. Needs a compiled dist. Judges nothing: on a machine that does other things
// too, only the ratios say something. istioctl leaves out Services and Namespaces of files, and so most of its rules.
import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { performance } from "node:perf_hooks";
import { promisify } from "node:util";
import { stringify } from "yaml";
import { analyze } from "../../dist/analysis/analyze.js";
import { createProgress } from "../../dist/local/progress.js";
import { getTools } from "../../dist/local/tools/get-tools.js";
import { formatMarkdownTable } from "../docs/markdown-table.ts";
import { generateMesh } from "./generate-mesh.mjs";

const sizes = [1000, 10_000];
const runs = 3;
const mesh = join(import.meta.dirname, "..", "..", "dist", "cli", "main.js");
const progress = createProgress();
const { istioctl } = await getTools(["istioctl"], progress);
progress.close();
const folder = mkdtempSync(join(tmpdir(), "pulumi-istio-bench-"));
try {
  console.log(formatReport(await inTurn(sizes.map((services) => () => measure(services)))));
} finally {
  rmSync(folder, { recursive: true });
}

/** Seconds of each way, the median of some runs in turn. */
async function measure(services) {
  const { objects, planted } = generateMesh({ services, mistaken: 0.01 });
  const file = join(folder, `${services}.yaml`);
  writeFileSync(file, objects.map((object) => `---\n${stringify(object)}`).join(""));
  const ways = { inProcess: [], command: [], istioctl: [] };
  let found = 0;
  for (let run = 0; run < runs; run++) {
    ways.inProcess.push(
      await time(() => (found = analyze({ objects: objects.map((manifest) => ({ manifest })) }).length)),
    );
    ways.command.push(await time(() => execute(process.execPath, [mesh, "analyze", "--fail-on", "never", file])));
    ways.istioctl.push(await time(() => execute(istioctl, ["analyze", "-A", "--use-kube=false", "-o", "json", file])));
  }
  const seconds = Object.fromEntries(Object.entries(ways).map(([way, all]) => [way, median(all)]));
  return { services, objects: objects.length, planted: planted.length, found, ...seconds };
}

async function time(work) {
  const start = performance.now();
  await work();
  return (performance.now() - start) / 1000;
}

/** It fails where something is found, which is no failure here. */
function execute(command, args) {
  return promisify(execFile)(command, args, { maxBuffer: 1 << 30 }).catch((error) => {
    if (error.stdout === undefined || error.stdout === "") throw error;
  });
}

async function inTurn(work) {
  const results = [];
  for (const next of work) results.push(await next());
  return results;
}

function median(numbers) {
  return numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)];
}

function formatReport(rows) {
  const [small, large] = rows;
  const seconds = (number) => `${number.toFixed(2)} s`;
  const cells = rows.map((row) => [
    String(row.objects),
    `${row.planted} / ${row.found}`,
    seconds(row.inProcess),
    seconds(row.command),
    seconds(row.istioctl),
    `${(row.command / row.istioctl).toFixed(2)} ×`,
  ]);
  const header = ["objects", "mistakes / findings", "analyze()", "mesh analyze", "istioctl analyze", "ratio"];
  const growth = `${(large.objects / small.objects).toFixed(0)} × the objects take analyze() ${(large.inProcess / small.inProcess).toFixed(1)} × the time.`;
  return `${formatMarkdownTable(header, cells)}\n\n${growth}`;
}
