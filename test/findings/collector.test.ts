// Does not prove that a name says what its function does, nor what a function does whose result has no written type. Reads the functions of src:
// who returns problems is called find…, who reports into a collector check…, and no list of problems is handed round to be added to.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";
import { expect, it } from "vitest";
import { Collector } from "../../src/findings/collector.js";

const problems = /\b(Finding|Problem)\b/;

it("keeps what is reported, in that order", () => {
  const found = new Collector<string>();
  expect(found.items).toEqual([]);
  found.add("a");
  found.add("b", "a");
  expect(found.items).toEqual(["a", "b", "a"]);
});

it("tells functions that report from functions that return", () => {
  const files = readdirSync("src", { recursive: true, encoding: "utf8" }).filter((name) => /\.tsx?$/.test(name));
  const faults = files.flatMap((name) => listFaults(join("src", name), readFileSync(join("src", name), "utf8")));
  expect(faults).toEqual([]);
});

it.each([
  ["function findA(): void {}", "made.ts: findA returns nothing"],
  ["function checkA(): Promise<Finding[]> {}", "made.ts: checkA returns problems"],
  ["function checkA(a: number): Problem | undefined {}", "made.ts: checkA returns problems"],
  ["function add(found: Finding[]): void {}", "made.ts: add takes a list to add to"],
  ["const add = (a: { found: readonly Problem[] }, b: Problem[]) => 1;", "made.ts: add takes a list to add to"],
])("finds a fault: %s", (code, fault) => {
  expect(listFaults("made.ts", code)).toEqual([fault]);
});

it.each([
  "function findA(): Finding[] {}",
  "function checkA(found: Collector<Finding>): void {}",
  "function sort(found: readonly Finding[]): Finding[] {}",
])("finds none: %s", (code) => {
  expect(listFaults("made.ts", code)).toEqual([]);
});

function listFaults(file: string, code: string): string[] {
  const source = ts.createSourceFile(file, code, ts.ScriptTarget.Latest, true);
  const faults: string[] = [];
  const visit = (node: ts.Node): void => {
    const made = readFunction(node);
    if (made !== undefined) faults.push(...judge(made).map((fault) => `${file}: ${made.name} ${fault}`));
    ts.forEachChild(node, visit);
  };
  visit(source);
  return faults;
}

interface Read {
  name: string;
  result: string;
  parameters: string[];
}

function readFunction(node: ts.Node): Read | undefined {
  const made = ts.isVariableDeclaration(node) ? node.initializer : node;
  const { name } = node as Partial<ts.NamedDeclaration>;
  if (made === undefined || name === undefined) return undefined;
  if (!ts.isFunctionDeclaration(made) && !ts.isArrowFunction(made)) return undefined;
  const parameters = made.parameters.map(({ type }) => type?.getText() ?? "");
  return { name: name.getText(), result: made.type?.getText() ?? "", parameters };
}

function judge({ name, result, parameters }: Read): string[] {
  return [
    ...(/^find[A-Z]/.test(name) && /\bvoid\b/.test(result) ? ["returns nothing"] : []),
    ...(/^check[A-Z]/.test(name) && problems.test(result) ? ["returns problems"] : []),
    ...(parameters.some((type) => /(?<!readonly )\b(Finding|Problem)\[\]/.test(type))
      ? ["takes a list to add to"]
      : []),
  ];
}
