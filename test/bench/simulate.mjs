// `npm run bench:simulate [-- SERVICES]`: how long it takes to index a mesh of 1,000 services (3,000 of its 7,000 objects are Istio's) and to
// simulate 10,000 requests in it, beside the analysis of the same mesh in the same process. Needs a compiled dist. Judges nothing: on a
// machine that does other things too, only the ratios say something.
import { performance } from "node:perf_hooks";
import { analyze, indexMesh } from "../../dist/analysis/analyze.js";
import { createWorkloads } from "../../dist/mesh/workloads.js";
import { simulate } from "../../dist/simulate/simulate.js";
import { formatMarkdownTable } from "../docs/markdown-table.ts";
import { generateMesh } from "./generate-mesh.mjs";

const services = Number(process.argv[2] ?? 1000);
const requests = 10_000;
const runs = 3;

const { objects } = generateMesh({ services, mistaken: 0 });
const input = { objects: objects.map((manifest) => ({ manifest })) };
const all = { analyze: [], index: [], first: [], simulate: [] };
for (let run = 0; run < runs; run++) {
  all.analyze.push(time(() => analyze(input)));
  let mesh;
  all.index.push(time(() => (mesh = indexMesh(input))));
  const made = makeRequests(mesh);
  // The first one computes the facts that all need.
  all.first.push(time(() => simulate(mesh, made[0])));
  all.simulate.push(time(() => made.forEach((request) => simulate(mesh, request))));
}
const middle = Object.fromEntries(Object.entries(all).map(([name, times]) => [name, findMiddle(times)]));
console.log(formatReport(middle));

/** From each workload in turn to the service that lets its namespace in, or to another one. */
function makeRequests(mesh) {
  const callers = mesh
    .ask(createWorkloads)
    .select({})
    .filter(({ object }) => !object.isAssumed);
  const routes = mesh.list("networking.istio.io/VirtualService").map(({ manifest: { metadata } }) => metadata);
  return Array.from({ length: requests }, (_, index) => {
    const { name, namespace } = routes[(index * 7) % routes.length];
    return {
      caller: { kind: "workload", workload: callers[index % callers.length] },
      ...{ scheme: "http", host: `${name}.${namespace}`, port: 8080, method: "GET", path: "/api", query: "" },
      headers: index % 2 === 0 ? { "x-user": "tester" } : {},
    };
  });
}

function time(work) {
  const start = performance.now();
  work();
  return (performance.now() - start) / 1000;
}

function findMiddle(times) {
  return times.toSorted((a, b) => a - b)[Math.floor(times.length / 2)];
}

function formatReport({ analyze: analysis, index, first, simulate: simulated }) {
  const row = (title, seconds) => [title, `${seconds.toFixed(2)} s`, `${(seconds / analysis).toFixed(2)}`];
  const table = formatMarkdownTable(
    ["what", `median of ${runs}`, "relative to analyze"],
    [
      row(`analyze ${objects.length} objects`, analysis),
      row("index them", index),
      row("the first request, which computes what all need", first),
      row(`${requests} requests`, simulated),
    ],
  );
  return `${table}\n${Math.round(requests / simulated)} requests per second\n`;
}
