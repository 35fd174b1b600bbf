// Does not prove: that a change breaks nothing else; `npm test` runs everything.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { findAffected } from "./affected.mjs";
import { formatTimes } from "./times.mjs";

const kinds = join(import.meta.dirname, "../../src/policy/kinds");

it.each([
  [["README.md"], []],
  [["src/policy/kinds/retries.ts"], [["test:policy", "retries", "traffic-policies"], ["test:page"]]],
  [["src/aws/network.ts"], [["test:engine", "eks"]]],
  [["src/local/cluster/up.ts"], [["test:e2e", "local", "mesh"]]],
  [["test/e2e/killed.test.ts"], [["test:e2e", "killed"]]],
  [
    ["test/e2e/eks.test.ts", "test/e2e/console-form.test.ts"],
    [["test:engine", "eks"], ["test:page"]],
  ],
] as const)("of %j", (files, expected) => {
  expect(findAffected(files)).toEqual(expected);
});

it("names tests that there are", () => {
  const e2e = join(import.meta.dirname, "../e2e");
  const names = readdirSync(kinds).map((file) => `src/policy/kinds/${file}`);
  const [, ...filters] = findAffected(names).find(([script]) => script === "test:policy") ?? [];
  const tests = readdirSync(join(e2e, "policy"));
  expect(filters.filter((filter) => !tests.some((test) => test.includes(filter)))).toEqual([]);
  for (const name of ["mesh", "policy-pack", "istioctl-analyze", "sarif"]) {
    expect(existsSync(join(e2e, `${name}.test.ts`))).toBe(true);
  }
});

it("orders files of the end-to-end tests that there are, and all of them", () => {
  const text = readFileSync(join(import.meta.dirname, "sequencer.ts"), "utf8");
  const ordered = [...text.matchAll(/^ {2}"([a-z-]+)",$/gm)].map(([, name]) => name).sort();
  const live = readdirSync(join(import.meta.dirname, "../e2e")).flatMap(
    (file) => /^(.+)\.test\.ts$/.exec(file)?.[1] ?? [],
  );
  const others = /^(eks|console-(page|modes|reach|form|attacks)|policy-pack|istioctl|sarif)/;
  expect(ordered).toEqual(live.filter((name) => !others.test(name)).sort());
});

it("formats the table of phases and of the slowest files", () => {
  const phases = [
    { name: "unit", seconds: 61, processor: 119.6, failed: false },
    { name: "check", seconds: 40.2, processor: 40, failed: true },
  ];
  const files = [
    { phase: "unit", file: "test/a.test.ts", seconds: 2.1, tests: 3, failed: 0 },
    { phase: "unit", file: "test/b.test.ts", seconds: 9, tests: 4, failed: 0 },
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
    ].join("\n"),
  );
});
