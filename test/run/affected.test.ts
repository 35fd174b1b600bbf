// Does not prove: that a change breaks nothing else; `npm test` runs everything.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { expect, it } from "vitest";
import { createSelect, findAffected } from "./affected.mjs";
import { readImports } from "./imports.mjs";
import { listLiveTests } from "./phases.mjs";
import { listStarted } from "./started.mjs";
import { formatTimes } from "./times.mjs";

const project = join(import.meta.dirname, "../..");
const select = createSelect(project);

/** Names of the live tests that a file selects. */
const selected = (file: string) => select(file).map((test) => test.replace(/^test\/e2e\/|\.test\.ts$/g, ""));

it("a file selects the live tests that are nearest to it", () => {
  const selection = Object.fromEntries(
    [
      "README.md",
      "src/cli/adopt-objects.ts",
      "src/cli/field-managers.ts",
      "src/policy/kinds/retries.ts",
      "src/local/cluster/namespace.sh",
      "stacks/Pulumi.dev.yaml",
      "test/e2e/killed.test.ts",
      "test/e2e/stand-in/leftovers.ts",
    ].map((file) => [file, selected(file)]),
  );
  expect(selection).toEqual({
    "README.md": [],
    "src/cli/adopt-objects.ts": ["killed"],
    "src/cli/field-managers.ts": ["killed"],
    "src/policy/kinds/retries.ts": ["policy/retries", "console-reach", "istio-fixtures", "istioctl-analyze"],
    "src/local/cluster/namespace.sh": ["local-cluster"],
    "stacks/Pulumi.dev.yaml": ["mesh"],
    "test/e2e/killed.test.ts": ["killed"],
    "test/e2e/stand-in/leftovers.ts": ["eks-changes", "eks-destroy", "eks"],
  });
});

it("names the script of each phase with its tests once", () => {
  const files = [
    "test/e2e/eks.test.ts",
    "test/e2e/sarif.test.ts",
    "test/e2e/policy/fault.test.ts",
    "test/e2e/eks.test.ts",
  ];
  expect(findAffected(files, select)).toEqual([
    ["test:policy", "test/e2e/policy/fault.test.ts"],
    ["test:engine", "test/e2e/eks.test.ts", "test/e2e/sarif.test.ts"],
  ]);
});

it("every file of src selects a live test, but for those that no cluster can prove more of", () => {
  const files = readdirSync(join(project, "src"), { recursive: true, withFileTypes: true });
  const paths = files
    .filter((file) => file.isFile())
    .map((file) => relative(project, join(file.parentPath, file.name)));
  // Their unit tests have their names.
  expect(paths.filter((path) => select(path).length === 0).sort()).toEqual([
    "src/bootstrap.mjs",
    "src/newer-node.mjs",
    "src/objects.ts",
    "src/simulate.ts",
  ]);
});

it("every file beside the live tests selects one", () => {
  const files = [...readImports(project, ["test/e2e"]).keys()];
  expect(files.filter((file) => select(file).length === 0)).toEqual([]);
});

it("names tests, files and folders that there are", () => {
  expect(listStarted().filter((path) => !existsSync(join(project, path)))).toEqual([]);
});

it("orders files of the end-to-end tests that there are, and all of them", () => {
  const text = readFileSync(join(import.meta.dirname, "sequencer.ts"), "utf8");
  const ordered = [...text.matchAll(/^ {2}"([a-z-]+)",$/gm)].map(([, name]) => `test/e2e/${name}.test.ts`).sort();
  expect(ordered).toEqual(listLiveTests(project, "e2e"));
});

it("formats the table of phases, the slowest files, and what failed", () => {
  const phases = [
    { name: "unit", seconds: 61, processor: 119.6, failed: false },
    { name: "check", seconds: 40.2, processor: 40, failed: true },
  ];
  const failures = [
    { test: "b > is right", message: "expected 1 to be 2" },
    { test: "", message: "hook" },
  ];
  const files = [
    { phase: "unit", file: "test/a.test.ts", seconds: 2.1, tests: 3, failures: [] },
    { phase: "unit", file: "test/b.test.ts", seconds: 9, tests: 4, failures },
  ];
  expect(formatTimes(phases, files, 61.3)).toBe(
    [
      "phase  time       processor  tests  result",
      "unit   1 min 1 s  2 min 0 s  7      passed",
      "check  40 s       40 s              FAILED",
      "",
      "all of it: 1 min 1 s",
      "",
      "slowest files   time",
      "test/b.test.ts  9 s",
      "test/a.test.ts  2 s",
      "",
      "failed",
      "test/b.test.ts > b > is right",
      "  expected 1 to be 2",
      "test/b.test.ts",
      "  hook",
    ].join("\n"),
  );
});
