// Tests about the tests of all rules. Does not prove that a rule finds what it should: each rule's own test does.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { basename } from "node:path";
import { describe, expect, it } from "vitest";
import { rules } from "../../src/analysis/all.js";
import { analyzeBy } from "../../src/analysis/analyze.js";
import type { Rule } from "../../src/analysis/rule.js";
import { workloadKinds, type ObjectKind } from "../../src/mesh/objects.js";
import { loadPolicies } from "../../src/policy/documents/load.js";
import { analyzeText, readBeside, readFixture } from "./analyze-text.js";

/** The kinds of objects that rules are sorted by. */
const folders = readdirSync("src/analysis/rules");

describe.each(rules.map((rule) => [rule.name, rule] as const))("%s", (name, rule) => {
  it("has a file, a test in the folder of the same name, and two fixtures", () => {
    const folder = folders.find((one) => existsSync(`src/analysis/rules/${one}/${name}.ts`));
    const files = [`test/analysis/rules/${folder}/${name}.test.ts`];
    const fixtures = ["bad", "good"].map((fixture) => `test/analysis/fixtures/${name}/${fixture}.yaml`);
    expect([...files, ...fixtures].filter((file) => !existsSync(file))).toEqual([]);
  });

  it("fires each of its codes in the bad fixture, and none in the good one", () => {
    const fired = new Set(analyzeText(rule, readFixture(rule, "bad"), readBeside(rule)).map(({ code }) => code));
    expect([...fired].sort()).toEqual([...rule.codes].sort());
    expect(analyzeText(rule, readFixture(rule, "good"), readBeside(rule))).toEqual([]);
  });

  it("reads the kinds that it declares, and no others", () => {
    expect([...findRead(rule)].sort()).toEqual([...rule.reads].sort());
  });
});

it("every file of a rule is in the list, in the order of paths", () => {
  const files = readdirSync("src/analysis/rules", { recursive: true, encoding: "utf8" }).filter((file) =>
    /^[^/]+\/.+\.ts$/.test(file),
  );
  const listed = [
    ...readFileSync("src/analysis/rules/index.ts", "utf8").matchAll(/^export \* from "\.\/(.+)\.js";$/gm),
  ];
  expect(listed.map(([, file]) => `${file}.ts`)).toEqual(files.sort());
  expect(rules.map(({ name }) => name).sort()).toEqual(files.map((file) => basename(file, ".ts")).sort());
});

it("every rule has a name of its own", () => {
  const names = rules.map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
});

/** The kinds that a rule asks for while it looks at its fixtures; those of `workloads` count as one question. */
function findRead(rule: Rule): Set<ObjectKind> {
  const read = new Set<ObjectKind>();
  const watching: Rule = {
    ...rule,
    check: (context) => {
      rule.check({
        ...context,
        list: (kind) => {
          read.add(kind);
          return context.list(kind);
        },
        find: (kind, ...words) => {
          read.add(kind);
          return context.find(kind, ...words);
        },
        listAll: () => {
          read.add("apiextensions.k8s.io/CustomResourceDefinition");
          return context.listAll();
        },
        workloads: (namespace) => {
          const found = context.workloads(namespace);
          for (const kind of workloadKinds) read.add(kind);
          return found;
        },
      });
    },
  };
  for (const name of ["bad", "good"] as const) {
    const { manifests } = loadPolicies({ "mesh.yaml": readFixture(rule, name) });
    analyzeBy([watching], { ...readBeside(rule), objects: manifests });
  }
  return read;
}
