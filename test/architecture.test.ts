// Which module may import which. Does not prove that a module is in the right folder, only that the arrows go one way. That
// functions stay short is eslint's to say.
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import ts from "typescript";
import { describe, expect, it } from "vitest";

/** A part of src: its files, the parts it may import beside itself, and the packages. Node's own modules are free to all. */
interface Part {
  files: RegExp;
  parts: readonly string[];
  packages: readonly string[];
}

/** From the bottom to the top. The first part whose pattern matches a file is the file's. */
const parts: Readonly<Record<string, Part>> = {
  folders: { files: /^folders$/, parts: [], packages: [] },
  pure: {
    files:
      /^((codes|text|gateway)\/[a-z0-9-]+|stack\/(stack-files|wanted-context)|finding|manifest|scope|kubeconfig|engine-event)$/,
    parts: [],
    packages: ["zod", "yaml", "fastest-levenshtein"],
  },
  // What kubectl does for people.
  "API client": {
    files: /^(api-request|kubeconfig-file)$/,
    parts: ["pure", "folders"],
    packages: ["@kubernetes/client-node"],
  },
  istio: { files: /^istio\//, parts: ["pure"], packages: [] },
  aws: { files: /^aws\//, parts: ["pure", "istio"], packages: ["zod"] },
  policy: { files: /^policy\//, parts: ["pure"], packages: ["zod"] },
  analysis: { files: /^analysis\//, parts: ["pure", "istio"], packages: ["@marcbachmann/cel-js"] },
  plan: { files: /^plan\//, parts: ["pure", "istio", "policy", "analysis"], packages: [] },
  configuration: {
    files: /^stack\/config-(schema|problems|tags)$/,
    parts: ["pure", "istio", "aws", "analysis"],
    packages: ["zod"],
  },
  "stack's facts": { files: /^stack\/stack-facts$/, parts: ["pure", "plan", "configuration", "folders"], packages: [] },
  failure: { files: /^run-error$/, parts: [], packages: ["@pulumi/pulumi"] },
  // Apart from the others, so that whoever uses no EKS needs no @pulumi/aws.
  "EKS components": {
    files: /^components\/eks/,
    parts: ["pure", "aws", "components"],
    packages: ["@pulumi/pulumi", "@pulumi/kubernetes", "@pulumi/aws"],
  },
  components: {
    files: /^components\//,
    parts: ["pure", "istio", "policy", "analysis", "plan", "folders", "failure", "API client"],
    packages: ["@pulumi/pulumi", "@pulumi/kubernetes", "@kubernetes/client-node"],
  },
  "engine's configuration": {
    files: /^stack\/config$/,
    parts: ["pure", "configuration", "failure"],
    packages: ["@pulumi/pulumi"],
  },
  program: {
    files: /^(program|stack\/cluster-of-stack)$/,
    parts: [
      "pure",
      "plan",
      "folders",
      "failure",
      "components",
      "EKS components",
      "configuration",
      "engine's configuration",
    ],
    packages: ["@pulumi/pulumi"],
  },
  library: {
    files: /^index$/,
    parts: ["pure", "istio", "policy", "analysis", "plan", "folders", "components"],
    packages: [],
  },
  "EKS library": { files: /^eks$/, parts: ["aws", "EKS components"], packages: [] },
  objects: {
    files: /^objects$/,
    parts: ["pure"],
    packages: ["@kubernetes-models/istio", "@kubernetes-models/gateway-api"],
  },
  "policy pack": { files: /^policy-pack($|\/)/, parts: ["pure", "analysis"], packages: ["@pulumi/policy"] },
  local: { files: /^local\//, parts: ["folders"], packages: ["picocolors"] },
  // What page and server both know; the page is built for browsers, so that it may have nothing of Node's.
  "console's contract": { files: /^console\/contract$/, parts: ["pure", "policy"], packages: [] },
  "document edit": {
    files: /^console\/document-edit($|\/)/,
    parts: ["pure", "policy", "console's contract"],
    packages: ["yaml"],
  },
  // What runs in the browser: nothing of Node, of the engine, or of the compiler.
  "console page": {
    files: /^console\/ui\//,
    parts: ["pure", "policy", "console's contract", "document edit"],
    packages: [
      ...["react", "react-dom", "vite", "@vitejs/plugin-react", "@rjsf/core", "@rjsf/utils", "@cfworker/json-schema"],
      ...["@xyflow/react", "@dagrejs/dagre", "codemirror", "@codemirror/lang-yaml", "@codemirror/lint"],
      ...["@codemirror/state", "@codemirror/view", "@codemirror/language", "@lezer/highlight", "diff"],
    ],
  },
  console: {
    files: /^console\//,
    parts: ["pure", "plan", "policy", "analysis", "istio", "configuration", "console's contract"],
    packages: ["hono", "diff", "yaml", "zod"],
  },
  cli: {
    files: /^cli\//,
    parts: [
      ...["pure", "plan", "policy", "analysis", "configuration", "stack's facts", "console", "console's contract"],
      ...["folders", "local", "API client"],
    ],
    packages: ["picocolors", "cac", "@hono/node-server"],
  },
};

/** Where runs begin, and modules that only write a page of the docs (their tests do it). */
const entries = [
  "program",
  "index",
  "cli/main",
  "local/cluster/supervisor",
  "local/cluster/open-port",
  "istio/profile-table",
  "policy/reference",
  "objects",
  "eks",
  "policy-pack",
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

it("no file is longer than 300 lines", () => {
  const files = [...list("src"), ...list("test")].filter((file) => /\.(ts|tsx|css|mjs|cjs)$/.test(file));
  const long = files.filter((file) => readFileSync(file, "utf8").split("\n").length > 301);
  expect(long).toEqual([]);
});

describe("a violation is found", () => {
  it.each<[Imports, string[]]>([
    [
      { "istio/values": ["@pulumi/pulumi", "folders"], folders: [] },
      [
        "src/istio/values.ts imports @pulumi/pulumi, which istio may not",
        "src/istio/values.ts imports folders (folders), which istio may not",
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
    expect(findDead({ program: ["finding"], finding: [], manifest: ["finding"] })).toEqual(["src/manifest.ts"]);
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
  const source = ts.createSourceFile(`${module}.tsx`, text, ts.ScriptTarget.ES2022, true);
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    const specifier = findSpecifier(node);
    // A page's module names its style sheets as well.
    const isModule = specifier !== undefined && ts.isStringLiteral(specifier) && !specifier.text.endsWith(".css");
    if (isModule) found.push(resolve(module, specifier.text));
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

function findSpecifier(node: ts.Node): ts.Node | undefined {
  if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) return node.moduleSpecifier;
  if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) return node.arguments[0];
  return ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument) ? node.argument.literal : undefined;
}

function resolve(module: string, name: string): string {
  if (name.startsWith(".")) return normalize(join(dirname(module), name)).replace(/\.js$/, "");
  if (name.startsWith("node:")) return name;
  return name.split("/", name.startsWith("@") ? 2 : 1).join("/");
}

function list(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" }).map((name) => join(folder, name));
}
