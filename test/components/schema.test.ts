// What other languages and Pulumi's registry would see of the components. Does not prove that the defaults in the docstrings
// are the real ones: that is in the tests of the values and of each component.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";
import { beforeAll, describe, expect, it } from "vitest";
import { analyzeComponents, componentNames, eksComponentNames } from "./analyze.js";
import { writeEksSchema, writeSettingsSchema } from "./settings-schema.js";

let schema: ReturnType<typeof analyzeComponents>;

beforeAll(() => {
  schema = analyzeComponents();
}, 120_000);

describe("Pulumi's Analyzer", () => {
  it("accepts all components", () => {
    expect(Object.keys(schema.components).sort()).toEqual([...componentNames, ...eksComponentNames].sort());
  });

  it("finds free-form values only where Helm, Istio or Kubernetes decide the form", () => {
    const places = { ...schema.components, ...schema.typeDefinitions } as Record<string, Record<string, any>>;
    const free = Object.entries(places).flatMap(([name, { inputs, properties, outputs }]) =>
      Object.entries({ ...inputs, ...properties, ...outputs })
        .filter(([, property]) => JSON.stringify(property).includes("pulumi.json#/Any"))
        .map(([property]) => `${name}.${property}`),
    );
    expect(free.sort()).toEqual([
      "Application.manifests",
      "ControlPlane.meshConfig",
      "ControlPlane.values",
      "EksAddon.configuration",
      "EksAutoNodePool.spec",
      "EksControllerChart.values",
      "EksNodeClass.spec",
      "Gateway.values",
      "Mesh.applications",
      "Mesh.definitions",
      "Mesh.policies",
      "MeshControlPlane.meshConfig",
      "MeshControlPlane.values",
      "MeshGateway.values",
      "TrafficPolicies.applications",
      "TrafficPolicies.definitions",
      "TrafficPolicies.documents",
      "TrafficPolicies.meshConfig",
    ]);
  });

  it("finds a docstring for every input and output", () => {
    const bare = Object.entries(schema.components).flatMap(([name, { inputs, outputs }]) =>
      Object.entries({ ...inputs, ...outputs })
        .filter(([, { description }]) => description === undefined || description === "")
        .map(([property]) => `${name}.${property}`),
    );
    expect(bare).toEqual([]);
  });
});

describe("the stack's configuration", () => {
  it("has the inputs of the components; `npm run settings-schema` writes them anew", async () => {
    await expect(await writeSettingsSchema(schema)).toMatchFileSnapshot("../../src/stack/config-settings-data.ts");
    await expect(await writeEksSchema(schema)).toMatchFileSnapshot("../../src/aws/eks-settings-data.ts");
  });
});

describe("optional fields of the public interfaces", () => {
  it("say their @default", () => {
    const folders = ["src/components", "src/istio", "src/aws"];
    const files = folders
      .flatMap(listSources)
      .filter((file) => /settings\.ts$|charts\.ts$|^src\/components/.test(file));
    const found = files.flatMap((file) => findOptionalFields(readFileSync(file, "utf8"), file));
    expect(found.length).toBeGreaterThan(60);
    expect(found.filter(({ hasDefault }) => !hasDefault).map(({ name }) => name)).toEqual([]);
  });

  it("that do not are found", () => {
    const text = `
      export interface ShopArgs {
        /** One. @default 1 */ one?: number;
        /** Two. */ two?: number;
        three?: number;
        four: number;
      }
      export interface Internal { five?: number }`;
    expect(findOptionalFields(text, "shop.ts")).toEqual([
      { name: "shop.ts ShopArgs.one", hasDefault: true },
      { name: "shop.ts ShopArgs.two", hasDefault: false },
      { name: "shop.ts ShopArgs.three", hasDefault: false },
    ]);
  });
});

// Made by us for our own reading, never written by a user.
const results = [
  "ChartReference",
  "ChartRequest",
  "RenderingOptions",
  "ManifestOptions",
  "ScalingSettings",
  "Internal",
  "RolePlan",
];

function findOptionalFields(text: string, file: string): { name: string; hasDefault: boolean }[] {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.ES2022, true);
  return source.statements
    .filter((statement) => ts.isInterfaceDeclaration(statement))
    .filter(({ name, modifiers = [] }) => {
      const isExported = modifiers.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword);
      return isExported && !results.includes(name.text);
    })
    .flatMap((declaration) =>
      declaration.members
        .filter((member) => ts.isPropertySignature(member) && member.questionToken !== undefined)
        .map((member) => ({
          name: `${file} ${declaration.name.text}.${member.name?.getText(source) ?? ""}`,
          hasDefault: ts.getJSDocTags(member).some(({ tagName }) => tagName.text === "default"),
        })),
    );
}

function listSources(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".ts"))
    .map((name) => join(folder, name));
}
