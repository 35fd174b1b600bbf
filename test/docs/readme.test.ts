// The YAML of the README is right: policy documents compile, and a stack's configuration is one. Its TypeScript is compiled
// against the packed package by test/e2e/package.test.ts.
import { readdirSync, readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { findStackProblems, parseStackFile } from "../../src/stack/config-problems.js";
import { compileText } from "../policy/compile-text.js";

const readme = readFileSync("README.md", "utf8");
const examples = [...readme.matchAll(/^```yaml\n(.*?)^```/gms)].map(([, text]) => text ?? "");
const isConfig = (text: string) => text.startsWith("config:\n");

it("has policy documents that compile", () => {
  const documents = examples.filter((text) => !isConfig(text));
  expect(documents).toHaveLength(1);
  for (const text of documents) {
    const { manifests, said } = compileText(text);
    expect(said).toEqual([]);
    expect(manifests.length).toBeGreaterThan(5);
  }
});

it("has configuration that a stack may have", () => {
  const configs = examples.filter(isConfig);
  expect(configs).toHaveLength(1);
  for (const text of configs) {
    const stackFile = { text, file: "Pulumi.dev.yaml", project: "pulumi-istio" };
    const { values, findings } = parseStackFile(stackFile);
    expect([...findings, ...findStackProblems({ cluster: { kind: "local" }, ...values }, stackFile)]).toEqual([]);
  }
});

it("shows each screenshot of the console", () => {
  const shown = [...readme.matchAll(/^!\[[^\]]{20,}\]\(docs\/console\/(.+)\)$/gm)].map(([, name]) => name);
  expect(shown.sort()).toEqual(readdirSync("docs/console").sort());
});
