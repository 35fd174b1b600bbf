// Does not prove: an installation from a registry (the packed file is installed), other package managers, Istio's released
// charts and images.
import { spawn } from "node:child_process";
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { clusterCharts, clusterKubeconfig } from "../../src/folders.js";
import { launch } from "../console/browser.js";
import { changedLines, changeTimeout, editorOf, press, review, timeoutOf } from "../console/page-actions.js";
import { startConsoleOf } from "./console.js";
import { projectFolder } from "./folder.js";
import { collect, get, kubectl, mesh, testEnvironment, type Ended } from "./mesh.js";
import { installPackage, pulumi } from "./pulumi.js";

let folder: string;
let compiled: Promise<Ended>;

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
  compiled = compileExamples();
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

describe("a project by mesh init", () => {
  const environment = () => ({ ...testEnvironment(), KUBECONFIG: clusterKubeconfig("dev") });
  const run = (project: string, ...args: string[]) =>
    collect(
      spawn(process.execPath, [join(folder, "node_modules/.bin/mesh"), ...args], {
        cwd: project,
        env: environment(),
        stdio: ["ignore", "pipe", "pipe"],
      }),
    );

  it("is started, analyzed and previewed", async () => {
    const started = await run(folder, "init", "--name", "started");
    expect(started.code, started.output).toBe(0);
    const file = join(folder, "stacks/Pulumi.dev.yaml");
    const charts = `  started:charts: ${JSON.stringify({ folder: clusterCharts("dev") })}\n`;
    const text = readFileSync(file, "utf8").replace(
      "\n    profile: default\n",
      ` ${JSON.stringify(controlPlane)}\n${charts}`,
    );
    writeFileSync(file, text);
    expect(await run(folder, "analyze", "-s", "dev")).toMatchObject({ code: 0, stdout: "no findings\n" });
    const previewed = await run(folder, "preview", "-s", "dev");
    expect(previewed.code, previewed.output).toBe(0);
    expect(previewed.stdout).toMatch(/^preview, [\d.]+ s: \+ 45 to create$/m);
  });

  it("is previewed where the package is linked, and what it needs is only beside the package, as pnpm links it", async () => {
    const linked = join(folder, "..", "linked");
    rmSync(linked, { recursive: true, force: true });
    mkdirSync(join(linked, "node_modules"), { recursive: true });
    symlinkSync(join(folder, "node_modules/pulumi-istio"), join(linked, "node_modules/pulumi-istio"));
    for (const name of ["Pulumi.yaml", "stacks"]) cpSync(join(folder, name), join(linked, name), { recursive: true });
    const previewed = await run(linked, "preview", "-s", "dev");
    expect(previewed.code, previewed.output).toBe(0);
    expect(previewed.stdout).toMatch(/^preview, [\d.]+ s: \+ 45 to create$/m);
  });

  it("is shown and changed by the console in a browser, and the package's own folder stays as it is", async () => {
    const main = join(folder, "node_modules/.bin/mesh");
    const command = { main, project: folder, environment: environment() };
    const file = "stacks/dev/policies/shop.yaml";
    const before = readFileSync(join(folder, file), "utf8");
    const files = listFiles(join(folder, "node_modules/pulumi-istio"));
    const [browser, { url, interrupt, ended }] = await Promise.all([
      launch(),
      startConsoleOf(command, "-s", "dev", "--write", "files"),
    ]);
    try {
      const page = await browser.newPage();
      const complaints: string[] = [];
      page.on("pageerror", (error) => complaints.push(String(error)));
      page.on("console", (message) => {
        if (message.type() === "error" || message.type() === "warning") complaints.push(message.text());
      });
      await page.goto(url);
      await page.getByRole("link", { name: "namespace shop" }).click();
      expect(await timeoutOf(page).inputValue()).toBe("10s");
      expect(await editorOf(page, file).innerText()).toContain("namespace: shop\ntimeout: 10s");
      await changeTimeout(page);
      await review(page);
      expect(await changedLines(page, `Difference of ${file}`)).toEqual(["-timeout: 10s", "+timeout: 5s"]);
      await press(page, "Write files");
      await page.getByText(`Written: ${file}; commit them for a pull request.`).waitFor();
      expect(complaints).toEqual([]);
    } finally {
      interrupt();
      await Promise.all([browser.close(), ended]);
    }
    expect(readFileSync(join(folder, file), "utf8")).toBe(before.replace("timeout: 10s", "timeout: 5s"));
    expect(listFiles(join(folder, "node_modules/pulumi-istio"))).toEqual(files);
  });
});

/** All files of a folder, and when they were changed. */
function listFiles(root: string): [name: string, changed: number][] {
  const names = readdirSync(root, { recursive: true, encoding: "utf8" });
  return names.sort().map((name) => [name, statSync(join(root, name)).mtimeMs]);
}

it("has the types that the examples of README and docs/gateways.md use", async () => {
  const { code, output } = await compiled;
  expect(code, output).toBe(0);
});

/** Compiles the examples of README and docs/gateways.md. */
function compileExamples(): Promise<Ended> {
  const pages = ["README.md", "docs/gateways.md"].map((page) => readFileSync(join(projectFolder, page), "utf8"));
  const examples = [...pages.join("\n").matchAll(/^```ts\n(.*?)^```/gms)].map(([, code]) => code ?? "");
  expect(examples).toHaveLength(3);
  examples.forEach((code, index) => writeFileSync(join(folder, `example-${index}.ts`), code));
  const files = examples.map((_, index) => `example-${index}.ts`);
  const compiler = join(projectFolder, "node_modules/typescript/bin/tsc");
  const flags = ["--noEmit", "--strict", "--skipLibCheck", "--module", "nodenext"];
  return collect(
    spawn(process.execPath, [compiler, ...flags, ...files], { cwd: folder, stdio: ["ignore", "pipe", "pipe"] }),
  );
}
