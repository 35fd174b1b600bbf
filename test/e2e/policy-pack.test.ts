// The pack of docs/policy-pack.md, run by the real engine with the real Kubernetes provider. Does not prove that Pulumi's own language
// host starts it (here that is our stand-in), nor what a pack says after an `up`: nothing but previews is run, without a cluster.
import { cpSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, expect, it } from "vitest";
import { projectFolder, testFolder } from "./folder.js";
import type { Ended } from "./mesh.js";
import { installPackage, pulumi } from "./pulumi.js";

let project: string;
let configuration: string;

const page = readFileSync(join(projectFolder, "docs/policy-pack.md"), "utf8");

/** The first block after the words that name its file. */
function readBlock(words: string): string {
  const [, text] = /^```\w+\n(.*?)^```/ms.exec(page.slice(page.indexOf(words))) ?? [];
  if (text === undefined) throw new Error(`docs/policy-pack.md has no block after ${words}`);
  return text;
}

/** Two services of the same pods, and a route to `HOST` and the other one; a first weight other than 50 is a warning. */
const program = `
const kubernetes = require("@pulumi/kubernetes");
const kubeconfig = JSON.stringify({ apiVersion: "v1", kind: "Config", clusters: [], contexts: [], users: [] });
const provider = new kubernetes.Provider("cluster", { kubeconfig, namespace: "shop" });
const spec = { ports: [{ name: "http", port: 80 }], selector: { app: "reviews" } };
new kubernetes.core.v1.Service("reviews", { metadata: { name: "reviews" }, spec }, { provider });
const other = new kubernetes.core.v1.Service("opinions", { metadata: { name: "opinions" }, spec }, { provider });
const settings = new kubernetes.core.v1.ConfigMap("settings", { data: {} }, { provider });
const host = process.env.HOST === "later" ? settings.id : process.env.HOST;
const route = [{ destination: { host }, weight: Number(process.env.WEIGHT ?? 50) }, { destination: { host: other.metadata.name }, weight: 50 }];
new kubernetes.apiextensions.CustomResource("reviews", {
  apiVersion: "networking.istio.io/v1",
  kind: "VirtualService",
  metadata: { name: "reviews" },
  spec: { hosts: ["reviews"], http: [{ route }] },
}, { provider });
new kubernetes.apps.v1.Deployment("reviews", {
  metadata: { name: "reviews" },
  spec: {
    selector: { matchLabels: { app: "reviews" } },
    template: {
      metadata: { labels: { app: "reviews" } },
      spec: { containers: [{ name: "reviews", image: "reviews", ports: [{ containerPort: 80 }] }] },
    },
  },
}, { provider });
`;

beforeAll(async () => {
  const folder = installPackage("pack-consumer", "@pulumi/policy@1.21.0");
  const write = (name: string, files: Record<string, string>) => {
    mkdirSync(join(folder, name));
    for (const [file, text] of Object.entries(files)) writeFileSync(join(folder, name, file), text);
    return join(folder, name);
  };
  write("mesh-policies", {
    "PulumiPolicy.yaml": readBlock("`PulumiPolicy.yaml`"),
    "package.json": readBlock("`package.json`"),
    "index.js": readBlock("`index.js`"),
  });
  project = write("program", {
    "Pulumi.yaml": JSON.stringify({ name: "program", runtime: { name: "nodejs", options: { typescript: false } } }),
    "package.json": JSON.stringify({ name: "program", main: "index.js" }),
    "index.js": program,
  });
  configuration = join(folder, "config.json");
  writeFileSync(configuration, readBlock("The pack's configuration"));
  const { code, output } = await pulumi(project, {}, "stack", "select", "--create", "--stack", "test");
  expect(code, output).toBe(0);
});

function preview(env: Record<string, string>, ...args: string[]): Promise<Ended> {
  return previewWith("../mesh-policies", env, ...args);
}

function previewWith(pack: string, env: Record<string, string>, ...args: string[]): Promise<Ended> {
  return pulumi(project, env, "preview", "--stack", "test", "--policy-pack", pack, ...args);
}

/** What stands below the pack's name, without indentation. */
function readViolations({ output }: Ended): string[] {
  const [, section = ""] = /^Policies:\n.*\n((?: {8}.*\n)*)/m.exec(output) ?? [];
  return section.split("\n").flatMap((line) => (line === "" ? [] : [line.trim()]));
}

it("stops the preview of a program whose route leads nowhere", async () => {
  const ended = await preview({ HOST: "review" });
  expect(ended.code, ended.output).not.toBe(0);
  // The page shows these very lines.
  expect(ended.output).toContain(readBlock("names the resource:"));
  expect(readViolations(ended)).toHaveLength(3);
});

it("has nothing to say of a good program", async () => {
  const ended = await preview({ HOST: "reviews" });
  expect(ended.code, ended.output).toBe(0);
  expect(ended.output).toContain("Policies:\n    ✅ mesh@v1.0.0 (local: ../mesh-policies)\n");
  expect(readViolations(ended)).toEqual([]);
});

it("warns, and goes on", async () => {
  const ended = await preview({ HOST: "reviews", WEIGHT: "60" });
  expect(ended.code, ended.output).toBe(0);
  expect(readViolations(ended)).toEqual([
    "- [advisory]  istio-warnings  (kubernetes:networking.istio.io/v1:VirtualService: reviews)",
    "The mesh probably does something else than is meant.",
    "warning MESH0311: the weights 60, 50 sum to 110, so the destinations get 54.5%, 45.5%; make them sum to 100",
  ]);
});

it("leaves out and fails as its configuration says", async () => {
  const suppressed = await preview({ HOST: "review" }, "--policy-pack-config", configuration);
  expect(suppressed.code, suppressed.output).toBe(0);
  expect(readViolations(suppressed)).toEqual([]);
  const mandatory = await preview({ HOST: "reviews", WEIGHT: "60" }, "--policy-pack-config", configuration);
  expect(mandatory.code, mandatory.output).not.toBe(0);
  expect(readViolations(mandatory).filter((line) => /^(-|warning)/.test(line))).toEqual([
    "- [mandatory]  istio-warnings  (kubernetes:networking.istio.io/v1:VirtualService: reviews)",
    "warning MESH0311: the weights 60, 50 sum to 110, so the destinations get 54.5%, 45.5%; make them sum to 100",
    "- [mandatory]  istio-warnings  (pulumi:pulumi:Stack: program-test)",
    'warning MESH0301: the suppression of IST0101 for VirtualService reviews.shop ("made by another team") leaves out nothing; remove it',
  ]);
});

it("says of a host that is not known yet only that it was not looked at", async () => {
  const ended = await preview({ HOST: "later" }, "--policy-pack-config", configuration);
  expect(ended.code, ended.output).toBe(0);
  const [first, , rules, ...rest] = readViolations(ended);
  expect(first).toBe("- [advisory]  istio-notes  (kubernetes:networking.istio.io/v1:VirtualService: reviews)");
  expect(rules).toMatch(/^not checked before its values are known: .*\bdestination-hosts\b/);
  expect(rest).toEqual([]);
});

it("refuses a configuration that suppresses what is not a code of that level", async () => {
  const wrong = { "istio-errors": { suppressions: [{ code: "MESH0311", resource: "*", reason: "" }] } };
  writeFileSync(join(project, "wrong.json"), JSON.stringify(wrong));
  const ended = await preview({ HOST: "reviews" }, "--policy-pack-config", "wrong.json");
  expect(ended.code, ended.output).not.toBe(0);
  const said = "error: validating policy config: mesh 1.0.0  istio-errors: suppressions.0";
  expect(ended.output).toContain(`${said}.code: suppressions.0.code must be one of the following: `);
  expect(ended.output).toContain(`${said}.reason: String length must be greater than or equal to 1\n`);
});

it("ends the preview where the pack's packages are not installed, and says so", async () => {
  const bare = join(testFolder, "bare-pack");
  cpSync(join(project, "..", "mesh-policies"), bare, { recursive: true });
  const ended = await previewWith(bare, { HOST: "reviews" });
  expect(ended.code, ended.output).not.toBe(0);
  expect(ended.output).toContain(
    `error: it looks like the policy pack's dependencies are not installed; try running npm install or yarn install in "${bare}"`,
  );
});

it("ends the preview where the pack's program fails, and shows its error", async () => {
  const broken = join(project, "..", "broken-pack");
  cpSync(join(project, "..", "mesh-policies"), broken, { recursive: true });
  writeFileSync(join(broken, "index.js"), 'throw new Error("this pack is broken");');
  const ended = await previewWith(broken, { HOST: "reviews" });
  expect(ended.code, ended.output).not.toBe(0);
  expect(ended.output).toContain("this pack is broken");
});
