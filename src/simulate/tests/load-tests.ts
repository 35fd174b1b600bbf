import { createProblem, placeProblem, placeProblems } from "../../findings/problem.js";
import type { Finding } from "../../findings/finding.js";
import { findSchemaProblems, formatPlace } from "../../text/schema-problems.js";
import { parsePlacedDocuments, type PlacedYaml } from "../../text/yaml-places.js";
import { requestTestSchema, type PlacedTest } from "./request-test.js";

/** The tests of a set of files, and what is wrong with any of them. */
export interface LoadedTests {
  tests: PlacedTest[];
  findings: Finding[];
}

/**
 * Reads tests: each YAML document is one. Never throws; all problems of all files at once.
 * @param files texts by the name that findings call them
 */
export function loadTests(files: Readonly<Record<string, string>>): LoadedTests {
  const loaded = Object.entries(files).flatMap(([file, text]) =>
    parsePlacedDocuments(text, file, "MESH0501", () => "core").map(loadTest),
  );
  const tests = loaded.flatMap(({ test }) => test ?? []);
  return { tests, findings: [...loaded.flatMap(({ findings }) => findings), ...findDuplicates(tests)] };
}

function loadTest({ value, findings, locate, readWord, ambiguous = [] }: PlacedYaml): {
  test?: PlacedTest;
  findings: readonly Finding[];
} {
  if (findings.length > 0) return { findings };
  const quotes = { code: "MESH0162", readWord } as const;
  const problems = findSchemaProblems(requestTestSchema, value, { code: "MESH0501", quotes });
  const placed = placeProblems(problems, { locate });
  const wrong = new Set(placed.map(({ line }) => line));
  const all = [...placed, ...ambiguous.filter(({ line }) => !wrong.has(line))];
  return all.length > 0 ? { findings: all } : { test: { ...requestTestSchema.parse(value), locate }, findings: [] };
}

function findDuplicates(tests: readonly PlacedTest[]): Finding[] {
  const first = new Map<string, PlacedTest>();
  return tests.flatMap((test) => {
    const other = first.get(test.name);
    if (other === undefined) {
      first.set(test.name, test);
      return [];
    }
    const message = `the test "${test.name}" is already in ${formatPlace(other.locate(["name"]))}`;
    return [placeProblem(createProblem(["name"], "MESH0502", message), test)];
  });
}
