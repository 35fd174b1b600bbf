// What the command loads before it knows the verb, and what single verbs load, read from the modules' texts. Does not prove how long
// that takes, nor what Node loads of the packages' own.
import { dirname, join } from "node:path";
import { readFileSync } from "node:fs";
import ts from "typescript";
import { expect, it } from "vitest";

/** Packages and our own modules that a module loads as soon as it is loaded itself, with those that these load. */
function listLoaded(entry: string): { packages: string[]; modules: string[] } {
  const modules = new Set<string>();
  const packages = new Set<string>();
  const visit = (module: string): void => {
    if (modules.has(module)) return;
    modules.add(module);
    for (const name of listStatic(readFileSync(module, "utf8"))) {
      if (name.startsWith(".")) visit(join(dirname(module), name.replace(/\.js$/, ".ts")));
      else if (!name.startsWith("node:")) packages.add(name);
    }
  };
  visit(entry);
  return { packages: [...packages].sort(), modules: [...modules].sort() };
}

/** Imports by statements; those of types are gone once it is compiled. */
function listStatic(text: string): string[] {
  return ts.createSourceFile("module.ts", text, ts.ScriptTarget.Latest).statements.flatMap((statement) => {
    const isType =
      (ts.isImportDeclaration(statement) && statement.importClause?.phaseModifier === ts.SyntaxKind.TypeKeyword) ||
      (ts.isExportDeclaration(statement) && statement.isTypeOnly);
    if (isType || !(ts.isImportDeclaration(statement) || ts.isExportDeclaration(statement))) return [];
    const { moduleSpecifier } = statement;
    return moduleSpecifier !== undefined && ts.isStringLiteral(moduleSpecifier) ? [moduleSpecifier.text] : [];
  });
}

it("loads next to nothing before it knows the verb", () => {
  const { packages, modules } = listLoaded("src/cli/commands.ts");
  expect(packages).toEqual(["cac", "picocolors"]);
  expect(modules).toEqual([
    "src/cli/analysis-files.ts",
    "src/cli/commands.ts",
    "src/folders.ts",
    "src/local/interrupt.ts",
  ]);
});

it("analyzes without what only stacks, clusters and the page need", () => {
  const { packages, modules } = listLoaded("src/cli/analyze.ts");
  expect(packages).toEqual(["@marcbachmann/cel-js", "fastest-levenshtein", "re2js", "yaml", "zod"]);
  const others = ["aws", "cluster-access", "components", "console", "local"];
  expect(modules.filter((module) => others.includes(module.split("/")[1] ?? ""))).toEqual([]);
  expect(modules.filter((module) => module.startsWith("src/stack/config"))).toEqual([]);
});

it.each(["tools", "init", "schema"])("needs no object and no rule for mesh %s", (verb) => {
  const { modules } = listLoaded(`src/cli/${verb}.ts`);
  expect(modules.filter((module) => /^src\/(analysis|components|console|plan)\//.test(module))).toEqual([]);
});

it("reads what a module imports by each kind of statement", () => {
  const text = `
    import { a } from "./a.js";
    import type { B } from "./b.js";
    import { type C } from "./c.js";
    export { d } from "./d.js";
    export type { E } from "./e.js";
    import "node:fs";
    const f = await import("./f.js");`;
  expect(listStatic(text)).toEqual(["./a.js", "./c.js", "./d.js", "node:fs"]);
});
