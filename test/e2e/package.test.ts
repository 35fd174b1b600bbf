// Does not prove: an installation from a registry (the packed file is installed), other package managers, Istio's released
// charts and images.
import { spawn, spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, expect, it } from "vitest";
import { clusterCharts, clusterKubeconfig } from "../../src/folders.js";
import { projectFolder } from "./folder.js";
import { collect, get, kubectl, mesh, testEnvironment } from "./mesh.js";
import { installPackage, pulumi } from "./pulumi.js";

let folder: string;

/** Settings that the local cluster needs, as stacks/Pulumi.dev.yaml explains them. */
const controlPlane = {
  profile: "minimal",
  version: "1.31.0",
  hub: "localhost/istio",
  tag: "local",
  imagePullPolicy: "Never",
  env: { PILOT_ENABLE_ALPN_FILTER: "false", PILOT_ENABLE_METADATA_EXCHANGE: "false" },
  values: { istiod: { telemetry: { enabled: false } } },
};

function writeProject(name: string, type: "module" | "commonjs", program: string): string {
  const project = join(folder, name);
  mkdirSync(project, { recursive: true });
  writeFileSync(join(project, "package.json"), JSON.stringify({ name, type, main: "index.js" }));
  const runtime = { name: "nodejs", options: { typescript: false } };
  writeFileSync(join(project, "Pulumi.yaml"), JSON.stringify({ name, runtime, main: "index.js" }));
  writeFileSync(join(project, "index.js"), program);
  return project;
}

/** The same mesh in both module systems. */
const program = `
const kubeconfig = require("node:fs").readFileSync(process.env.CLUSTER, "utf8");
const cluster = new istio.ExistingCluster("cluster", { kubeconfig });
const mesh = new istio.Mesh("mesh", {
  kubeconfig: cluster.kubeconfig,
  charts: { folder: process.env.CHARTS },
  controlPlane: ${JSON.stringify(controlPlane)},
  namespaces: { shop: { injection: istio.Injection.Enabled } },
}, { providers: [cluster.provider] });
`;

const environment = () => ({ CHARTS: clusterCharts("dev"), CLUSTER: clusterKubeconfig("dev") });

async function run(project: string, ...args: string[]): Promise<string> {
  const { code, output } = await pulumi(project, environment(), ...args, "--stack", "test");
  expect(code, output).toBe(0);
  return output;
}

beforeAll(async () => {
  await mesh("local", "down");
  expect((await mesh("local", "up")).code).toBe(0);
  folder = installPackage("consumer", "@pulumi/tls@5.6.1");
});

it("previews a mesh from a CommonJS program", async () => {
  const project = writeProject("commonjs", "commonjs", `const istio = require("pulumi-istio");${program}`);
  await run(project, "stack", "select", "--create");
  const output = await run(project, "preview");
  expect(output).toContain("+ 44 to create");
});

it("brings up a mesh from an ESM program, changes nothing the second time, and takes it down", async () => {
  const imports = `
import * as istio from "pulumi-istio";
import { createRequire } from "node:module";
const require = createRequire(import.meta.url);`;
  const project = writeProject("esm", "module", `${imports}${program}export const namespaces = mesh.namespaces;`);
  await run(project, "stack", "select", "--create");
  await run(project, "up", "--yes", "--skip-preview");
  expect(await run(project, "stack", "output", "namespaces")).toBe('{"shop":"shop"}\n');
  await kubectl(
    "run",
    "app",
    "-n",
    "shop",
    "--image=docker.io/crossoverjie/k8s-combat:istio",
    "--image-pull-policy=Never",
  );
  const pod = await get<{ spec: { initContainers: { name: string }[] } }>("pod", "app", "-n", "shop");
  expect(pod.spec.initContainers.map(({ name }) => name)).toEqual(["istio-init", "istio-proxy"]);
  await run(project, "up", "--yes", "--skip-preview", "--expect-no-changes");
  await run(project, "destroy", "--yes", "--skip-preview");
  const { items } = await get<{ items: { metadata: { name: string } }[] }>("namespaces");
  const names = items.map(({ metadata }) => metadata.name);
  expect(names).toEqual(["default", "kube-node-lease", "kube-public", "kube-system"]);
});

it("starts a project by mesh init, and analyzes and previews its stack", async () => {
  const run = (...args: string[]) =>
    collect(
      spawn(process.execPath, [join(folder, "node_modules/.bin/mesh"), ...args], {
        cwd: folder,
        env: { ...testEnvironment(), KUBECONFIG: clusterKubeconfig("dev") },
        stdio: ["ignore", "pipe", "pipe"],
      }),
    );
  const started = await run("init", "--name", "started");
  expect(started.code, started.output).toBe(0);
  const file = join(folder, "stacks/Pulumi.dev.yaml");
  const charts = `  started:charts: ${JSON.stringify({ folder: clusterCharts("dev") })}\n`;
  const text = readFileSync(file, "utf8").replace(
    "\n    profile: default\n",
    ` ${JSON.stringify(controlPlane)}\n${charts}`,
  );
  writeFileSync(file, text);
  expect(await run("analyze", "-s", "dev")).toMatchObject({ code: 0, stdout: "no findings\n" });
  const previewed = await run("preview", "-s", "dev");
  expect(previewed.code, previewed.output).toBe(0);
  expect(previewed.stdout).toMatch(/^preview, [\d.]+ s: \+ 45 to create$/m);
});

it("has the types that the examples of README and docs/gateways.md use", () => {
  const pages = ["README.md", "docs/gateways.md"].map((page) => readFileSync(join(projectFolder, page), "utf8"));
  const examples = [...pages.join("\n").matchAll(/^```ts\n(.*?)^```/gms)].map(([, code]) => code ?? "");
  expect(examples).toHaveLength(3);
  examples.forEach((code, index) => writeFileSync(join(folder, `example-${index}.ts`), code));
  const files = examples.map((_, index) => `example-${index}.ts`);
  const compiler = join(projectFolder, "node_modules/typescript/bin/tsc");
  const flags = ["--noEmit", "--strict", "--skipLibCheck", "--module", "nodenext"];
  const { status, stdout } = spawnSync(process.execPath, [compiler, ...flags, ...files], {
    cwd: folder,
    encoding: "utf8",
  });
  expect(status, stdout).toBe(0);
});
