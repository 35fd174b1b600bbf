// Files in a folder of its own. Does not prove that what is read is analyzed.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { readAnalysisTexts, splitPaths } from "../../src/cli/analysis-files.js";
import { describeLeftOut, findMissingDefinitions } from "../../src/cli/analysis-notes.js";

const start = process.cwd();
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "pulumi-istio-files-"));
  process.chdir(folder);
});
afterEach(() => {
  process.chdir(start);
  rmSync(folder, { recursive: true });
});

function write(file: string, text: string): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}

it("knows which files somebody named, and which are templates of a chart", async () => {
  write("all/chart/Chart.yaml", "name: cart\n");
  write("all/chart/templates/a.yaml", "name: {{ .Values.name }}\n");
  write("all/chart/templates/plain.yaml", "a: 1\n");
  write("all/templates/b.yaml", "name: {{ .Values.name }}\n");
  const { texts, unnamed, templates } = await readAnalysisTexts(["all", "./all/templates/b.yaml"]);
  expect(Object.keys(texts)).toEqual([
    "all/chart/Chart.yaml",
    "all/chart/templates/plain.yaml",
    "all/templates/b.yaml",
  ]);
  expect([...unnamed]).toEqual(["all/chart/Chart.yaml", "all/chart/templates/plain.yaml"]);
  expect(templates).toEqual(["all/chart/templates/a.yaml"]);
  expect((await readAnalysisTexts([join(folder, "all")])).templates).toEqual([
    join(folder, "all/chart/templates/a.yaml"),
  ]);
  const named = await readAnalysisTexts(["all/chart/templates/a.yaml", "all"]);
  expect([named.templates, named.unnamed.has("all/chart/templates/a.yaml")]).toEqual([[], false]);
});

it("names a few of many files that are left out", () => {
  expect(describeLeftOut([], [])).toEqual([]);
  expect(describeLeftOut(["a", "b", "c", "d", "e", "f", "g"], ["t"])).toEqual([
    "left out files that are neither Kubernetes objects nor policy documents: a, b, c, d, e and 2 more",
    "left out templates of Helm charts; analyze the output of `helm template` instead: t",
  ]);
});

it.each([
  ["networking.istio.io/v1", ["Istio's"]],
  ["gateway.networking.k8s.io/v1", ["the Gateway API's"]],
  ["v1", []],
])("of objects of %s says whose definitions are missing", (apiVersion, expected) => {
  const object = { apiVersion, kind: "A", metadata: { name: "a" } };
  const define = (group: string) => ({
    apiVersion: "apiextensions.k8s.io/v1",
    kind: "CustomResourceDefinition",
    metadata: { name: group },
    spec: { group },
  });
  const say = (...definitions: string[]) =>
    findMissingDefinitions([object], definitions.map(define)).map(
      (hint) => /no definitions of (.*) kinds/.exec(hint)?.[1],
    );
  expect(say()).toEqual(expected);
  expect(say("example.com")).toEqual(expected);
  expect(say("networking.istio.io", "gateway.networking.k8s.io")).toEqual([]);
});

it("splits paths by comma, one option or several", () => {
  expect(splitPaths(undefined)).toEqual([]);
  expect(splitPaths("a.yaml,b")).toEqual(["a.yaml", "b"]);
  expect(splitPaths(["a.yaml,b", "c,"])).toEqual(["a.yaml", "b", "c"]);
});
