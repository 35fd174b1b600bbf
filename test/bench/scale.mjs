// `npm run bench:scale [-- SERVICES]`: how long the engine takes for the policies of many services (300: 900 Istio objects), beside a
// program that registers the very same objects plainly. Each runs in turn, on one local cluster of its own with Istio in it; the
// services have no pods. Needs a compiled dist. Judges nothing: on a machine that does other things too, only the ratios say something.
import { spawn } from "node:child_process";
import { mkdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { prepareEngineEnvironment } from "../../dist/cli/engine-environment.js";
import { clusterKubeconfig } from "../../dist/folders.js";
import { up } from "../../dist/local/cluster/up.js";
import { run, startLog } from "../../dist/local/run.js";
import { getTools } from "../../dist/local/tools/get-tools.js";
import { planPolicies } from "../../dist/plan/policy-plan.js";
import { formatMarkdownTable } from "../docs/markdown-table.ts";
import { readProcessorTime, timed } from "../run/processor-time.mjs";
import { dev, readCount, startBench } from "./bench-cluster.mjs";

const root = join(import.meta.dirname, "..", "..");
const servicesANamespace = 20;
const services = readCount(process.argv[2], { what: "services", byDefault: 300, example: "bench:scale -- 300" });
const { folder, progress, printReport } = startBench("pulumi-istio-scale");

const start = (kubeconfig) => `
import { readFileSync } from "node:fs";
import * as pulumi from "@pulumi/pulumi";
import * as kubernetes from "@pulumi/kubernetes";
import { TrafficPolicies } from ${JSON.stringify(join(root, "dist/index.js"))};
const input = JSON.parse(readFileSync(new URL("./input.json", import.meta.url), "utf8"));
const kubeconfig = readFileSync(${JSON.stringify(kubeconfig)}, "utf8");
const provider = new kubernetes.Provider("cluster", { kubeconfig, enableServerSideApply: true });
process.on("exit", () => process.stderr.write(\`program: \${process.resourceUsage().maxRSS}\\n\`));
`;

const programs = {
  plain: `
for (const manifest of input.manifests) {
  const { apiVersion, kind, metadata } = manifest;
  new pulumi.CustomResource(\`kubernetes:\${apiVersion}:\${kind}\`, \`\${kind}/\${metadata.namespace}/\${metadata.name}\`, manifest, { provider });
}
`,
  policies: `
new TrafficPolicies("policies", { kubeconfig, documents: input.documents, applications: input.applications }, { providers: [provider] });
`,
};

await printReport(async () => formatReport(await measure()));

/** @returns of each phase the measures of both programs */
async function measure() {
  const tools = await getTools(["kubectl", "pulumi", "pulumi-resource-kubernetes", "pulumi-language-nodejs"], progress);
  await up(dev, progress);
  const log = startLog("bench-scale");
  await run(process.execPath, [join(root, "dist/cli/main.js"), "up", "--stack", dev, "--", "--yes", "--skip-preview"], {
    log,
  });
  const namespaces = writeJson("namespaces.json", { apiVersion: "v1", kind: "List", items: createNamespaces() });
  await run(tools.kubectl, ["--kubeconfig", clusterKubeconfig(dev), "apply", "--filename", namespaces], { log });
  const engine = { pulumi: tools.pulumi, env: prepareEngineEnvironment(tools) };
  const sides = { plain: createSide("plain", engine), policies: createSide("policies", engine) };
  const phases = [
    ["preview, nothing there", "preview"],
    ["first up", "up"],
    ["preview, no changes", "preview"],
    ["up, no changes", "up"],
    ["up, one document edited", "up"],
    ["destroy", "destroy"],
  ];
  for (const side of Object.values(sides)) {
    await side.run("stack", "init", "bench");
    for (const [title, verb] of phases) {
      side.write(title.includes("edited") ? "4s" : "3s");
      const step = progress.step(`${side.name}: ${title}`, "running");
      const measured = await side.run(verb, ...(verb === "preview" ? [] : ["--yes", "--skip-preview"]));
      step.done(`${measured.seconds.toFixed(1)} s, ${measured.processor.toFixed(0)} s of processor time`);
      side.measured.push(measured);
    }
  }
  return { phases: phases.map(([title]) => title), ...sides };
}

function writeJson(name, value) {
  const file = join(folder, name);
  writeFileSync(file, JSON.stringify(value));
  return file;
}

function nameOf(index) {
  return { namespace: `team-${Math.floor(index / servicesANamespace)}`, name: `service-${index}` };
}

function listServices() {
  return Array.from({ length: services }, (_, index) => index);
}

function createNamespaces() {
  const names = new Set(listServices().map((index) => nameOf(index).namespace));
  return [...names].map((name) => ({ apiVersion: "v1", kind: "Namespace", metadata: { name } }));
}

/** VirtualService, DestinationRule and AuthorizationPolicy each. */
function createDocuments(timeout) {
  return Object.fromEntries(
    listServices().map((index) => {
      const { namespace, name } = nameOf(index);
      const caller = nameOf((index * 7) % services);
      const own = index === 0 ? timeout : "3s";
      const lines = [
        `service: ${namespace}/${name}`,
        `timeout: ${own}`,
        "loadBalancer: { simple: LEAST_REQUEST }",
        `access: { allow: [{ from: [${caller.namespace}/${caller.name}] }] }`,
      ];
      return [`${name}.yaml`, lines.join("\n")];
    }),
  );
}

/** They say which services there are; the cluster does not have them. */
function createApplications() {
  return listServices().flatMap((index) => {
    const { namespace, name } = nameOf(index);
    const labels = { app: name };
    const pod = { serviceAccountName: name, containers: [{ name: "app", image: "none" }] };
    return [
      { apiVersion: "v1", kind: "ServiceAccount", metadata: { name, namespace } },
      {
        apiVersion: "v1",
        kind: "Service",
        metadata: { name, namespace },
        spec: { selector: labels, ports: [{ name: "http", port: 80 }] },
      },
      {
        apiVersion: "apps/v1",
        kind: "Deployment",
        metadata: { name, namespace },
        spec: { selector: { matchLabels: labels }, template: { metadata: { labels }, spec: pod } },
      },
    ];
  });
}

/** A program with a stack of its own. */
function createSide(name, { pulumi, env }) {
  const own = join(folder, name);
  mkdirSync(own);
  writeFileSync(join(own, "package.json"), JSON.stringify({ name, type: "module" }));
  writeFileSync(
    join(own, "Pulumi.yaml"),
    JSON.stringify({
      name: `scale-${name}`,
      main: "index.js",
      runtime: { name: "nodejs", options: { typescript: false } },
    }),
  );
  writeFileSync(join(own, "index.js"), start(clusterKubeconfig(dev)) + programs[name]);
  // The language host looks for the SDK from the program on.
  symlinkSync(join(root, "node_modules"), join(own, "node_modules"));
  const log = join(own, "log");
  const times = join(own, "times");
  return {
    name,
    measured: [],
    write: (timeout) => {
      const [documents, applications] = [createDocuments(timeout), createApplications()];
      const { manifests, findings } = planPolicies({ documents, applications });
      const errors = findings.filter(({ level }) => level === "error");
      if (errors.length > 0) throw new Error(`${errors.length} findings, the first: ${errors[0].message}`);
      const input = name === "plain" ? { manifests } : { documents, applications };
      writeFileSync(join(own, "input.json"), JSON.stringify(input));
    },
    run: async (...args) => {
      const started = performance.now();
      const quiet = args[0] === "stack" ? [] : ["--stack", "bench", "--suppress-progress"];
      const command = [pulumi, ...args, "--non-interactive", ...quiet];
      await spawnLogged("sh", timed(command, times), { cwd: own, env, log });
      const seconds = (performance.now() - started) / 1000;
      const state = join(folder, "pulumi-istio", "backend", ".pulumi", "stacks", `scale-${name}`, "bench.json");
      const [, memory] = /program: (\d+)/.exec(readFileSync(log, "utf8")) ?? [];
      return {
        seconds,
        processor: readProcessorTime(times),
        memory: Number(memory) / 1024,
        state: statSync(state).size / 2 ** 20,
      };
    },
  };
}

/** @throws with the end of what the command printed, where it fails */
function spawnLogged(command, args, { cwd, env, log }) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd, env, stdio: ["ignore", "pipe", "pipe"] });
    const printed = [];
    child.stdout.on("data", (chunk) => printed.push(chunk));
    child.stderr.on("data", (chunk) => printed.push(chunk));
    child.on("error", reject);
    child.on("close", (code) => {
      const text = Buffer.concat(printed).toString();
      writeFileSync(log, text);
      if (code === 0) resolve();
      else reject(new Error(`${args.slice(-6).join(" ")}: exit code ${code}\n${text.slice(-2000)}`));
    });
  });
}

function formatReport({ phases, plain, policies }) {
  const rows = phases.map((title, index) => {
    const [one, other] = [plain.measured[index], policies.measured[index]];
    const both = (field, digits, unit) =>
      [one, other].map((side) =>
        // A removal runs no program.
        Number.isNaN(side[field]) ? "-" : `${side[field].toFixed(digits)} ${unit}`,
      );
    return [
      title,
      ...both("seconds", 1, "s"),
      `${(other.seconds / one.seconds).toFixed(2)} ×`,
      ...both("processor", 0, "s"),
      ...both("memory", 0, "MB"),
      ...both("state", 1, "MB"),
    ];
  });
  const head = ["plain", "TrafficPolicies"];
  const columns = ["processor time", "memory of the program", "state"].flatMap((what) =>
    head.map((side) => `${what}, ${side}`),
  );
  return formatMarkdownTable([`${services} services`, ...head, "ratio", ...columns], rows);
}
