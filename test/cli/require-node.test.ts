// Does not prove that an old Node gets this far: it stands in for one by its version.
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import ts from "typescript";
import { afterAll, beforeAll, expect, it } from "vitest";

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "pulumi-istio-require-node-"));
  mkdirSync(join(folder, "dist/cli"), { recursive: true });
  writeFileSync(join(folder, "package.json"), JSON.stringify({ type: "module", engines: { node: ">=22.13" } }));
  const { outputText } = ts.transpileModule(readFileSync("src/cli/require-node.ts", "utf8"), {
    compilerOptions: { module: ts.ModuleKind.ESNext, target: ts.ScriptTarget.ES2022 },
  });
  writeFileSync(join(folder, "dist/cli/require-node.js"), outputText);
});

afterAll(() => rmSync(folder, { recursive: true }));

/** The module on a Node that says it is of that version. */
function runOn(version: string) {
  const preload = join(folder, "version.cjs");
  const versions = `{ ...process.versions, node: ${JSON.stringify(version)} }`;
  writeFileSync(preload, `Object.defineProperty(process, "versions", { value: ${versions} });`);
  const args = ["--require", preload, join(folder, "dist/cli/require-node.js")];
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { encoding: "utf8" });
  return { status, stdout, stderr };
}

it.each(["20.20.2", "22.12.0"])("refuses Node %s", (version) => {
  expect(runOn(version)).toEqual({
    status: 2,
    stdout: "",
    stderr:
      `error: pulumi-istio needs Node 22.13 or later, and this is ${version}. Install a newer Node. ` +
      "In a checkout, npm start and npm test get one, which npx and npm's scripts then use.\n",
  });
});

it.each(["22.13.0", "23.0.0", "24.0.0", "26.10.0"])("lets Node %s pass", (version) => {
  expect(runOn(version)).toEqual({ status: 0, stdout: "", stderr: "" });
});

it("package.json names the oldest Node in the one form that is read", () => {
  const { engines } = JSON.parse(readFileSync("package.json", "utf8")) as { engines: { node: string } };
  expect(engines.node).toMatch(/^>=\d+\.\d+$/);
});

it("is all that is loaded before the check", () => {
  const { importedFiles } = ts.preProcessFile(readFileSync("src/cli/main.ts", "utf8"));
  const after = /^await import\("\.\/commands\.js"\);$/m;
  expect(importedFiles.map(({ fileName }) => fileName)).toEqual(["./require-node.js", "./commands.js"]);
  expect(readFileSync("src/cli/main.ts", "utf8")).toMatch(after);
});
