// A stack's files in a folder of its own, and the verb in this process. Does not prove that a preview finds the same.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { runAnalyze } from "../../src/cli/analyze.js";
import { findStackFolder } from "../../src/cli/stack-folder.js";
import { writeApplications } from "../stack/applications.js";

const start = process.cwd();
let folder: string;
let printed: string[];
let said: string[];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "pulumi-istio-stack-"));
  process.chdir(folder);
  printed = [];
  said = [];
  vi.spyOn(console, "log").mockImplementation((text: string) => void printed.push(text));
  vi.spyOn(console, "error").mockImplementation((text: string) => void said.push(text));
  write("stacks/Pulumi.dev.yaml", stackFile);
  write("stacks/dev/apps/shop.yaml", application);
  write("stacks/dev/policies/shop.yaml", policy);
});
afterEach(() => {
  vi.restoreAllMocks();
  process.chdir(start);
  rmSync(folder, { recursive: true });
});

function write(file: string, text: string): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}

const stackFile = `config:
  pulumi-istio:cluster: { kind: existing, context: mine }
  pulumi-istio:controlPlane: { profile: minimal }
  pulumi-istio:namespaces: { shop: { injection: enabled } }
  pulumi-istio:applications: { shop: { namespace: shop } }
`;
// Without a namespace: the stack's file says it.
const application = writeApplications(["web", "cart"]);
const policy = `service: shop/cart
mtls: { mode: STRICT }
access: { allow: [{ from: [shop/web] }] }
rateLimit: { local: [{ requests: 10, per: 1m }] }
---
service: shop/web
calls: [shop/cart]
`;

const errors = () => printed.flatMap((text) => text.split("\n")).filter((line) => line.includes(" error "));

it("places the applications as the stack's file says", async () => {
  expect(await runAnalyze(["stacks/dev"], {})).toBe(0);
  expect(errors()).toEqual([]);
  // Without the stack's file nobody knows that the applications are in shop.
  rmSync("stacks/Pulumi.dev.yaml");
  expect(await runAnalyze(["stacks/dev"], {})).toBe(1);
  expect(errors().join("\n")).toMatch(/MESH0207/);
});

it("finds mistakes of policies and applications at their places, from whatever folder", async () => {
  write("stacks/dev/policies/shop.yaml", policy.replace("shop/web]", "shop/wbe]"));
  expect(await runAnalyze(["stacks/dev/"], {})).toBe(1);
  expect(errors()).toEqual([expect.stringMatching(/^stacks\/dev\/policies\/shop\.yaml:3:\d+: error MESH02/)]);
  printed = [];
  process.chdir("stacks/dev");
  expect(await runAnalyze(["."], {})).toBe(1);
  expect(errors()).toEqual([expect.stringMatching(/^policies\/shop\.yaml:3:\d+: error MESH02/)]);
  printed = [];
  expect(await runAnalyze([join(folder, "stacks/dev")], {})).toBe(1);
  expect(errors()).toEqual([expect.stringContaining(`${folder}/stacks/dev/policies/shop.yaml:3:`)]);
});

it("tells what is wrong with the stack's file, and with applications that are not there", async () => {
  write("stacks/Pulumi.dev.yaml", stackFile.replace("profile: minimal", "profile: minimum"));
  expect(await runAnalyze(["stacks/dev"], {})).toBe(1);
  expect(errors()).toEqual([
    expect.stringMatching(/^stacks\/Pulumi\.dev\.yaml:3:\d+: error MESH0121: .*did you mean "minimal"/),
  ]);
  printed = [];
  write("stacks/Pulumi.dev.yaml", stackFile.replace("applications: {", "applications: { gone: { namespace: shop },"));
  expect(await runAnalyze(["stacks/dev"], {})).toBe(1);
  expect(errors()).toEqual([
    expect.stringMatching(/^stacks\/dev\/apps\/gone\.yaml: error MESH0122: there is no such file/),
  ]);
});

it("fails from the level that the stack's file says, where no other is asked for", async () => {
  write("stacks/Pulumi.dev.yaml", `${stackFile}  pulumi-istio:analysis: { failOn: info }\n`);
  expect(await runAnalyze(["stacks/dev"], {})).toBe(1);
  expect(await runAnalyze(["stacks/dev"], { failOn: "error" })).toBe(0);
});

it("takes a stack of this project by its name, from any folder", async () => {
  const byName = await runAnalyze([], { stack: "sample", format: "json", failOn: "never" });
  process.chdir(start);
  expect(await runAnalyze(["stacks/sample"], { format: "json", failOn: "never" })).toBe(byName);
  expect(await runAnalyze([], { stack: "sample", format: "json", failOn: "never" })).toBe(byName);
  const [fromElsewhere, byFolder, fromHere] = printed.map((text) => JSON.parse(text) as { counts: object });
  expect(fromHere).toEqual(byFolder);
  expect(fromElsewhere?.counts).toEqual(byFolder?.counts);
  await expect(runAnalyze([], { stack: "stagin" })).rejects.toThrow(
    'there is no stack "stagin" (no file stacks/Pulumi.stagin.yaml); there are dev, prod, sample, staging',
  );
  await expect(runAnalyze(["stacks/dev"], { stack: "sample" })).rejects.toThrow("are of different meshes");
});

it("takes one stack at a time", async () => {
  write("stacks/Pulumi.prod.yaml", stackFile);
  write("stacks/prod/policies/a.yaml", policy);
  await expect(runAnalyze(["stacks/dev", "stacks/prod"], {})).rejects.toThrow(
    "stacks/Pulumi.dev.yaml and stacks/Pulumi.prod.yaml are of different meshes: analyze one stack at a time",
  );
});

it("says where a stack is read as any other folder", async () => {
  await runAnalyze(["stacks"], {});
  expect(said).toContain("stacks/dev was read without its stack's file, as one of many folders: analyze it by itself");
  said = [];
  await runAnalyze(["stacks/dev"], {});
  expect(said.filter((note) => note.includes("was read without"))).toEqual([]);
});

it.each([
  ["stacks/dev", { root: "", folder: "stacks/dev", file: "stacks/Pulumi.dev.yaml", project: "pulumi-istio" }],
  ["stacks/other", undefined],
  ["stacks", undefined],
  ["stacks/dev/policies", undefined],
  ["elsewhere/dev", undefined],
  ["stacks/foreign", undefined],
])("%s is the folder of %o", async (path, expected) => {
  write("elsewhere/Pulumi.dev.yaml", stackFile);
  write("stacks/Pulumi.foreign.yaml", "config:\n  other:replicas: 2\n");
  expect(await findStackFolder(path)).toEqual(expected);
});
