// Projects in folders of their own, with this package beside them as npm installs it. Does not prove that the engine runs their program:
// test/e2e/package.test.ts does.
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { runAnalyze } from "../../src/cli/analyze.js";
import { init } from "../../src/cli/init.js";
import { logFolder } from "../../src/cli/engine-run.js";
import { markRun } from "../../src/cli/left-processes.js";
import { findProject } from "../../src/cli/project.js";
import { readTarget } from "../../src/cli/run-target.js";
import { runsFolder } from "../../src/cli/stack-holder.js";
import { forgetStacksOf } from "../../src/cli/stack.js";
import { silentProgress } from "../../src/local/progress.js";

const checkout = join(import.meta.dirname, "..", "..");
let folder: string;
let printed: string[];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "pulumi-istio-project-"));
  printed = [];
  vi.spyOn(console, "log").mockImplementation((text: string) => void printed.push(text));
  vi.spyOn(console, "error").mockImplementation(() => undefined);
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
  process.chdir(checkout);
  rmSync(folder, { recursive: true });
});

/** As npm links a package. */
function install(): void {
  mkdirSync(join(folder, "node_modules"));
  symlinkSync(checkout, join(folder, "node_modules/pulumi-istio"));
}

it("starts a project that is found from any folder below, and has nothing to find", async () => {
  install();
  init({}, folder);
  const project = { folder, name: basename(folder) };
  expect(printed.slice(0, -1)).toEqual(["Pulumi.yaml", "stacks/Pulumi.dev.yaml", "stacks/dev/policies/shop.yaml"]);
  expect(readFileSync(join(folder, "Pulumi.yaml"), "utf8")).toContain(
    'main: "node_modules/pulumi-istio/dist/program.js"',
  );
  expect(findProject(folder)).toEqual(project);
  expect(findProject(join(folder, "stacks/dev/policies"))).toEqual(project);
  process.chdir(folder);
  printed = [];
  expect(await runAnalyze([], { stack: "dev", failOn: "info" })).toBe(0);
  expect(printed).toEqual(["no findings"]);
});

it("finds mistakes in that project's own files", async () => {
  install();
  init({ name: "shop-mesh" }, folder);
  process.chdir(folder);
  writeFileSync(
    "stacks/Pulumi.dev.yaml",
    "config:\n  shop-mesh:cluster: { kind: existing }\n  shop-mesh:controlPlan: {}\n",
  );
  expect(await runAnalyze([], { stack: "dev" })).toBe(1);
  expect(printed.at(-1)).toMatch(/^stacks\/Pulumi\.dev\.yaml:3:\d+: error MESH0121: .*controlPlan/);
});

it("writes nothing where a file is there already, or where the name is wrong", () => {
  install();
  mkdirSync(join(folder, "stacks"));
  writeFileSync(join(folder, "stacks/Pulumi.dev.yaml"), "");
  writeFileSync(join(folder, "Pulumi.yaml"), "");
  expect(() => init({ name: "a b" }, folder)).toThrow(
    'no project was started: the name "a b" must have 1-100 letters, digits, "-", "_" or "."; give another one by --name; ' +
      "Pulumi.yaml exists already; stacks/Pulumi.dev.yaml exists already",
  );
  expect(printed).toEqual([]);
  expect(readFileSync(join(folder, "stacks/Pulumi.dev.yaml"), "utf8")).toBe("");
});

it("needs the package in the project's folder, for the engine runs no program outside of it", () => {
  expect(() => init({ name: "shop" }, folder)).toThrow(
    "no project was started: pulumi-istio is not installed in this folder; install it: npm install pulumi-istio",
  );
});

it("refuses a folder below the one that has the package, as a workspace's, and says what to do", () => {
  install();
  const below = join(folder, "packages/mesh");
  mkdirSync(below, { recursive: true });
  const problem =
    `pulumi-istio is installed in ${folder}, and Pulumi runs no program outside of a project's folder; ` +
    `start the project there, or install the package in this folder: install-strategy=nested in ${folder}/.npmrc`;
  expect(() => init({ name: "shop" }, below)).toThrow(new Error(`no project was started: ${problem}`));
  const main = "main: node_modules/pulumi-istio/dist/program.js";
  writeFileSync(join(below, "Pulumi.yaml"), `name: shop\n${main}\nstackConfigDir: stacks\n`);
  expect(() => findProject(below)).toThrow(new Error(`${below}/Pulumi.yaml: ${problem}`));
});

it("finds a project whose package is linked from a store, as pnpm does", () => {
  const store = join(folder, "node_modules/.pnpm/pulumi-istio@0.1.0/node_modules");
  mkdirSync(store, { recursive: true });
  symlinkSync(checkout, join(store, "pulumi-istio"));
  symlinkSync(join(store, "pulumi-istio"), join(folder, "node_modules/pulumi-istio"));
  init({ name: "shop" }, folder);
  expect(findProject(folder)).toEqual({ folder, name: "shop" });
});

it("refuses a project that has an installation of its own, and says which command is for it", () => {
  mkdirSync(join(folder, "node_modules/pulumi-istio/dist"), { recursive: true });
  writeFileSync(join(folder, "node_modules/pulumi-istio/dist/program.js"), "");
  const problem = `this command belongs to another installation, ${checkout}; run that of the project: npx mesh`;
  expect(() => init({ name: "shop" }, folder)).toThrow(new Error(`no project was started: ${problem}`));
  const main = "main: node_modules/pulumi-istio/dist/program.js";
  writeFileSync(join(folder, "Pulumi.yaml"), `name: shop\n${main}\nstackConfigDir: stacks\n`);
  expect(() => findProject(folder)).toThrow(new Error(`${folder}/Pulumi.yaml: ${problem}`));
});

it("keeps the runs of two projects with stacks of one name apart", () => {
  install();
  init({ name: "shop" }, folder);
  process.chdir(folder);
  expect([logFolder(), runsFolder()].map((path) => basename(path))).toEqual(["shop", "shop"]);
  expect(Object.values(markRun("dev"))[0]).toContain(" shop/dev ");
});

it("takes the project's first stack for a context, where it has no stack sample", () => {
  install();
  init({ name: "shop" }, folder);
  process.chdir(folder);
  const kubeconfig = join(folder, "kubeconfig");
  const cluster = { name: "c", cluster: { server: "https://127.0.0.1:1" } };
  const context = { name: "kind-kind", context: { cluster: "c" } };
  writeFileSync(kubeconfig, JSON.stringify({ clusters: [cluster], contexts: [context] }));
  vi.stubEnv("KUBECONFIG", kubeconfig);
  expect(readTarget({ context: "kind-kind" }, {})).toEqual({ stack: "dev", context: "kind-kind" });
});

it("ends a local cluster in the folder of a project that is another program's", async () => {
  writeFileSync(join(folder, "Pulumi.yaml"), "name: a\nmain: index.js\n");
  process.chdir(folder);
  await expect(forgetStacksOf("dev", silentProgress)).resolves.toBeUndefined();
});

it("takes the checkout where no folder above is a project", () => {
  expect(findProject(folder)).toEqual({ folder: checkout, name: "pulumi-istio" });
  expect(findProject(join(checkout, "stacks/dev"))).toEqual({ folder: checkout, name: "pulumi-istio" });
});

it.each([
  [
    "name: a\nmain: index.js\nstackConfigDir: stacks\n",
    '`main` is "index.js", but must be "node_modules/pulumi-istio/dist/program.js"',
  ],
  ["name: a\nruntime: nodejs\n", "`main` is missing, but must be"],
  ["name: a\nmain: node_modules/pulumi-istio/dist/program.js\n", '`stackConfigDir` is missing, but must be "stacks"'],
  ["main: node_modules/pulumi-istio/dist/program.js\nstackConfigDir: stacks\n", "`name` is missing"],
  ["name: [a\n", "Pulumi.yaml:2:1: error MESH0121"],
])("says what is wrong with the project %j", (text, problem) => {
  install();
  writeFileSync(join(folder, "Pulumi.yaml"), text);
  expect(() => findProject(folder)).toThrow(problem);
});
