// Which module may import which. Does not prove that a module is in the right folder, only that the arrows go one way. That
// functions stay short is eslint's to say.
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import { describe, expect, it } from "vitest";
import { parts } from "./parts-of-src.js";
import { findSpecifiers } from "./run/imports.mjs";

/** Where runs begin. */
const entries = [
  "program",
  "index",
  "cli/main",
  "local/cluster/supervisor",
  "local/cluster/open-port",
  "objects",
  "eks",
  "policy-pack",
  "simulate",
  "console/ui/main",
  "console/ui/vite.config",
];

/** Module, as its path below src without extension, -> what it imports: other modules so, packages by name. */
type Imports = Record<string, string[]>;

const imports = readImports("src");

describe("src", () => {
  it("has only arrows that the table allows", () => {
    expect(findForbidden(imports)).toEqual([]);
  });

  it("has no cycles", () => {
    expect(findCycles(imports)).toEqual([]);
  });

  it("has no module that no entry reaches", () => {
    expect(findDead(imports)).toEqual([]);
  });
});

/** Tables of facts, one for each owner, which nobody reads from top to bottom. */
const data = ["cluster", "istio", "kiali"].map((owner) => `src/findings/codes/${owner}.ts`);

it("no file but those of data is longer than 300 lines", () => {
  const files = [...list("src"), ...list("test")].filter((file) => /\.(ts|tsx|css|mjs|cjs)$/.test(file));
  const long = files.filter((file) => readFileSync(file, "utf8").split("\n").length > 301);
  expect(long.sort()).toEqual(data);
});

describe("a violation is found", () => {
  it.each<[Imports, string[]]>([
    [
      { "istio/control-plane/values": ["@pulumi/pulumi", "folders"], folders: [] },
      [
        "src/istio/control-plane/values.ts imports @pulumi/pulumi, which istio may not",
        "src/istio/control-plane/values.ts imports folders (folders), which istio may not",
      ],
    ],
    [
      { "cli/verb": ["components/mesh"], "components/mesh": ["program"], program: [] },
      [
        "src/cli/verb.ts imports components/mesh (components), which cli may not",
        "src/components/mesh.ts imports program (program), which components may not",
      ],
    ],
    [{ "local/run": ["node:fs", "picocolors", "yaml"] }, ["src/local/run.ts imports yaml, which local may not"]],
    [{ helpers: [] }, ["src/helpers.ts belongs to no part; name it in the table"]],
  ])("%j", (made, expected) => {
    expect(findForbidden(made)).toEqual(expected);
  });

  it("a cycle", () => {
    expect(findCycles({ a: ["b"], b: ["c", "d"], c: ["a"], d: [] })).toEqual(["a -> b -> c -> a"]);
  });

  it("a dead module", () => {
    expect(findDead({ program: ["text/read"], "text/read": [], "text/closest": ["text/read"] })).toEqual([
      "src/text/closest.ts",
    ]);
  });

  it("an import of every kind is read", () => {
    const text = `
      import { a } from "./a.js";
      import type { B } from "../b.js";
      import "node:fs";
      import yaml from "yaml";
      import { deep } from "@pulumi/pulumi/runtime/index.js";
      export { c } from "./inner/c.js";
      export * from "./d.js";
      export { Mesh } from "./mesh.js";
      type E = import("./e.js").E;
      const f = await import("./f.js");`;
    expect(readModule("cli/main", text)).toEqual([
      "cli/a",
      "b",
      "node:fs",
      "yaml",
      "@pulumi/pulumi",
      "cli/inner/c",
      "cli/d",
      "cli/mesh",
      "cli/e",
      "cli/f",
    ]);
  });
});

function findForbidden(all: Imports): string[] {
  return Object.entries(all).flatMap(([module, imported]) => {
    const own = findPart(module);
    const part = own === undefined ? undefined : parts[own];
    if (own === undefined || part === undefined) return [`src/${module}.ts belongs to no part; name it in the table`];
    return imported.flatMap((name) => {
      if (name.startsWith("node:") || part.packages.includes(name)) return [];
      const target = name in all ? findPart(name) : undefined;
      if (target !== undefined && (target === own || part.parts.includes(target))) return [];
      return [`src/${module}.ts imports ${name}${target === undefined ? "" : ` (${target})`}, which ${own} may not`];
    });
  });
}

function findPart(module: string): string | undefined {
  return Object.keys(parts).find((name) => parts[name]?.files.test(module));
}

function findCycles(all: Imports): string[] {
  const done = new Set<string>();
  const visit = (module: string, path: string[]): string[] => {
    if (path.includes(module)) return [[...path.slice(path.indexOf(module)), module].join(" -> ")];
    if (done.has(module)) return [];
    const found = (all[module] ?? []).flatMap((next) => visit(next, [...path, module]));
    done.add(module);
    return found;
  };
  return Object.keys(all).flatMap((module) => visit(module, []));
}

function findDead(all: Imports): string[] {
  const reached = new Set<string>();
  const visit = (module: string): void => {
    if (reached.has(module)) return;
    reached.add(module);
    (all[module] ?? []).forEach(visit);
  };
  entries.forEach(visit);
  return Object.keys(all)
    .filter((module) => !reached.has(module))
    .map((module) => `src/${module}.ts`);
}

function readImports(folder: string): Imports {
  const files = list(folder).filter((file) => /\.tsx?$/.test(file));
  return Object.fromEntries(
    files.map((file) => {
      const module = file.slice(folder.length + 1).replace(/\.tsx?$/, "");
      return [module, readModule(module, readFileSync(file, "utf8"))];
    }),
  );
}

function readModule(module: string, text: string): string[] {
  // A page's module names its style sheets as well.
  const modules = findSpecifiers(text).filter((specifier) => !specifier.endsWith(".css"));
  return modules.map((specifier) => resolve(module, specifier));
}

function resolve(module: string, name: string): string {
  if (name.startsWith(".")) return normalize(join(dirname(module), name)).replace(/\.js$/, "");
  if (name.startsWith("node:")) return name;
  return name.split("/", name.startsWith("@") ? 2 : 1).join("/");
}

function list(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" }).map((name) => join(folder, name));
}
