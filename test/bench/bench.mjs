// `npm run bench [-- RUNS]`: how long stack `dev` takes beside `istioctl` and `kubectl` that install the same. Every run brings
// up, brings up again and removes the mesh once with each, in turn, on one local cluster of its own; both leave the cluster
// empty. Needs a compiled dist. Judges nothing: on a machine that does other things too, only the ratios say something.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseAllDocuments, parse, stringify } from "yaml";
import { clusterKubeconfig } from "../../dist/folders.js";
import { up } from "../../dist/local/cluster/up.js";
import { capture, run, startLog } from "../../dist/local/run.js";
import { getTools } from "../../dist/local/tools/get-tools.js";
import { formatMarkdownTable } from "../docs/markdown-table.ts";
import { compile } from "../../dist/policy/compile.js";
import { loadPolicies } from "../../dist/policy/documents/load.js";
import { dev, readCount, startBench } from "./bench-cluster.mjs";

const project = join(import.meta.dirname, "..", "..");
const application = "k8s-combat";
const controlPlane = "istio-system";

const runs = readCount(process.argv[2], { what: "runs", byDefault: 3, example: "bench -- 5" });
const { folder, progress, printReport } = startBench("pulumi-istio-bench");
await printReport(async () => formatReport(await measure()));

/** @returns seconds of each run: `{ preview: [..], objects: [..], ours: { first: [..], again, removed }, theirs: { .. } }` */
async function measure() {
  const tools = await getTools(["istioctl", "kubectl"], progress);
  await up(dev, progress);
  const sides = { ours: createOurs(tools), theirs: createTheirs(tools) };
  const results = { preview: [], objects: [], ours: createPhases(), theirs: createPhases() };
  for (let index = 0; index < runs; index++) {
    // Who comes second finds warmer caches; so each comes second as often as first.
    for (const name of index % 2 === 0 ? ["ours", "theirs"] : ["theirs", "ours"]) {
      const side = sides[name];
      const title = `run ${index + 1} of ${runs}: ${side.title}`;
      if (name === "ours") {
        results.preview.push(await time(`${title}, preview`, side.preview));
      }
      for (const phase of ["first", "again", "removed"]) {
        results[name][phase].push(await time(`${title}, ${phase}`, side[phase]));
        if (name === "ours" && phase === "first") results.objects.push(countObjects());
        if (name === "ours" && phase === "again") requireNoChanges();
      }
    }
  }
  return results;
}

function createPhases() {
  return { first: [], again: [], removed: [] };
}

/** Seconds that the work takes, shown as a step. */
async function time(title, work) {
  const step = progress.step(title, "running");
  const started = performance.now();
  try {
    await work();
  } catch (error) {
    step.fail();
    throw error;
  }
  const seconds = (performance.now() - started) / 1000;
  step.done(`${seconds.toFixed(1)} s`);
  return seconds;
}

/** The command that people type, with its own look at tools and cluster. */
function createOurs({ kubectl }) {
  const log = startLog("bench-pulumi");
  const mesh = (verb, ...args) =>
    run(process.execPath, [join(project, "dist/cli/main.js"), verb, "--stack", dev, "--", ...args], { log });
  const up = () => mesh("up", "--yes", "--skip-preview");
  return {
    title: "pulumi up",
    preview: () => mesh("preview"),
    first: up,
    again: up,
    // `istioctl uninstall --purge` removes the CRDs, and so does this then.
    removed: async () => {
      await mesh("destroy", "--yes", "--skip-preview");
      const crds = await capture(kubectl, [...onCluster(), "get", "crd", "-o", "name"]);
      const istios = crds.split("\n").filter((name) => name.endsWith(".istio.io"));
      await run(kubectl, [...onCluster(), "delete", ...istios], { log });
    },
  };
}

function createTheirs({ istioctl, kubectl }) {
  const log = startLog("bench-istioctl");
  const config = readConfig();
  const operator = writeYaml("operator.yaml", [computeOperator(config)]);
  const manifests = writeYaml("application.yaml", computeApplication(config));
  const policies = writeYaml("policies.yaml", compilePolicies());
  const onApplication = [...onCluster(), "--namespace", application];
  const istio = (...args) => run(istioctl, [...args, ...onCluster(), "--skip-confirmation"], { log });
  const install = async () => {
    await istio("install", "--filename", operator);
    await run(kubectl, [...onCluster(), "apply", "--filename", manifests, "--filename", policies], { log });
    await run(kubectl, [...onApplication, "rollout", "status", "deployment", "--timeout", "5m"], { log });
  };
  return {
    title: "istioctl",
    first: install,
    again: install,
    removed: async () => {
      await run(kubectl, [...onCluster(), "delete", "--filename", policies, "--filename", manifests], { log });
      await istio("uninstall", "--purge");
      await run(kubectl, [...onCluster(), "delete", "namespace", controlPlane], { log });
    },
  };
}

function onCluster() {
  return ["--kubeconfig", clusterKubeconfig(dev)];
}

/** The stack's values, which say `pulumi-istio:controlPlane` for `controlPlane`. */
function readConfig() {
  const { config } = parse(readFileSync(join(project, "stacks", `Pulumi.${dev}.yaml`), "utf8"));
  return Object.fromEntries(Object.entries(config).map(([key, value]) => [key.replace("pulumi-istio:", ""), value]));
}

/** istioctl's way to say the same; its own charts are those of the local cluster. */
function computeOperator({ controlPlane: { profile, hub, tag, imagePullPolicy, env, values } }) {
  return {
    apiVersion: "install.istio.io/v1alpha1",
    kind: "IstioOperator",
    spec: { profile, hub, tag, values: { global: { imagePullPolicy }, pilot: { env }, ...values.istiod } },
  };
}

/** The namespace with injection, and the application with the stack's pull policy in it. */
function computeApplication({ applications }) {
  const { imagePullPolicy } = applications[application];
  const text = readFileSync(join(project, "stacks", dev, "apps", `${application}.yaml`), "utf8");
  const manifests = parseAllDocuments(text).map((document) => document.toJS());
  for (const { metadata, spec } of manifests) {
    metadata.namespace = application;
    for (const container of spec.template?.spec.containers ?? []) container.imagePullPolicy = imagePullPolicy;
  }
  const labels = { "istio-injection": "enabled" };
  return [{ apiVersion: "v1", kind: "Namespace", metadata: { name: application, labels } }, ...manifests];
}

/** The objects that the stack's policy documents become. */
function compilePolicies() {
  const text = readFileSync(join(project, "stacks", dev, "policies", `${application}.yaml`), "utf8");
  const loaded = loadPolicies({ [application]: text });
  const labels = { app: "istio-ingressgateway", istio: "ingressgateway" };
  const gateways = [{ namespace: controlPlane, name: labels.app, labels }];
  const { manifests, findings } = compile({ ...loaded, declared: [], mesh: { rootNamespace: controlPlane, gateways } });
  if (findings.length > 0) throw new Error(JSON.stringify(findings));
  return manifests;
}

function writeYaml(name, documents) {
  const file = join(folder, name);
  writeFileSync(file, documents.map((document) => stringify(document)).join("---\n"));
  return file;
}

/** How many Kubernetes objects the preview listed, and how many the `up` after it made: "43 of 43". */
function countObjects() {
  const count = (verb) => {
    const made = readEvents(verb).flatMap(({ resourcePreEvent }) => resourcePreEvent?.metadata ?? []);
    return made.filter(({ op, type }) => op === "create" && /^kubernetes:/.test(type)).length;
  };
  return `${count("preview")} of ${count("up")}`;
}

/** A second `up` that changes something would be measured for something else. */
function requireNoChanges() {
  const { same, ...changed } = readEvents("up").find(({ summaryEvent }) => summaryEvent).summaryEvent.resourceChanges;
  if (same > 0 && Object.keys(changed).length === 0) return;
  throw new Error(`the second up was not without changes: ${JSON.stringify({ same, ...changed })}`);
}

/** The engine's events of the last run of a verb, which the `mesh` command logs. */
function readEvents(verb) {
  const lines = readFileSync(
    join(folder, "pulumi-istio", "logs", "pulumi-istio", `${dev}-${verb}.events.json`),
    "utf8",
  ).split("\n");
  return lines.filter((line) => line !== "").map((line) => JSON.parse(line));
}

function formatReport({ preview, objects, ours, theirs }) {
  const compare = (what, phase) => {
    const ratios = ours[phase].map((seconds, index) => seconds / theirs[phase][index]);
    return [what, formatRange(ours[phase], " s"), formatRange(theirs[phase], " s"), formatRange(ratios, " ×")];
  };
  return formatMarkdownTable(
    [`${runs} runs: min / median / max`, "pulumi up", "istioctl + kubectl", "ratio"],
    [
      compare("first install until 3 pods are ready", "first"),
      compare("the same again, no changes", "again"),
      compare("removal, CRDs and namespaces too", "removed"),
      [
        `preview of nothing installed yet (objects: ${[...new Set(objects)].join(", ")})`,
        formatRange(preview, " s"),
        "-",
        "-",
      ],
    ],
  );
}

function formatRange(values, unit) {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = (sorted.length - 1) / 2;
  const median = (sorted[Math.floor(middle)] + sorted[Math.ceil(middle)]) / 2;
  const digits = unit === " s" ? 1 : 2;
  return [sorted[0], median, sorted.at(-1)].map((value) => value.toFixed(digits)).join(" / ") + unit;
}
