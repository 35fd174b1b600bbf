// What the JSON Schema of policy documents says. Does not prove that an editor understands it: no validator of JSON Schema is
// among the tools, so the examples' keys are looked up in the schema, and values made from it are compiled.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseAllDocuments } from "yaml";
import { computeJsonSchema } from "../../../src/policy/documents/json-schema.js";
import { loadPolicies } from "../../../src/policy/documents/load.js";
import { kinds } from "../../../src/policy/registry.js";
import { arbitraryOf } from "../arbitrary.js";

const schema: any = computeJsonSchema();
const members = schema.anyOf as any[];
const byType = (type: string) => members.find(({ required }) => required?.[0] === type);

it("is one of four: a document of a service, a namespace or the mesh, or a Kubernetes object", () => {
  expect(schema.$schema).toBe("https://json-schema.org/draft/2020-12/schema");
  expect(schema.title).toBe("Policy document of pulumi-istio");
  const shapes = members.map(({ type, required, additionalProperties }) => [type, required, additionalProperties]);
  expect(shapes).toEqual([
    ["object", ["service"], false],
    ["object", ["namespace"], false],
    ["object", ["mesh"], false],
    ["object", ["apiVersion", "kind", "metadata"], {}],
  ]);
});

it("has the kinds of each type of document, with their summaries", () => {
  const own = {
    service: ["service", "selector"],
    namespace: ["namespace", "tightenOnly"],
    mesh: ["mesh", "tightenOnly"],
  };
  for (const [type, others] of Object.entries(own)) {
    const expected = kinds.filter(({ documents }) => documents.includes(type as "mesh"));
    const { properties } = byType(type);
    expect(Object.keys(properties).sort()).toEqual([...others, ...expected.map(({ key }) => key)].sort());
    for (const { key, summary } of expected) expect(properties[key].description).toBe(summary);
  }
});

it("lets those kinds alone be tightened that say what tighter means", () => {
  const tightened = (type: "namespace" | "mesh") =>
    kinds.filter((kind) => kind.documents.includes(type) && kind.isTighter !== undefined).map(({ key }) => key);
  for (const type of ["namespace", "mesh"] as const) {
    const { items } = byType(type).properties.tightenOnly;
    expect(items.enum).toEqual(tightened(type));
    expect(items.enum.length).toBeGreaterThan(3);
  }
});

it("is plain JSON, has no references, and takes no keys that it does not know", () => {
  expect(JSON.parse(JSON.stringify(schema))).toEqual(schema);
  const inner = (value: any): any[] =>
    typeof value === "object" && value !== null ? [value, ...Object.values(value).flatMap(inner)] : [];
  const all = inner(members.slice(0, 3));
  expect(all.filter((one) => "$ref" in one)).toEqual([]);
  const open = all.filter(
    ({ properties, additionalProperties }) => properties !== undefined && additionalProperties !== false,
  );
  // But of a JSON Web Key: RFC 7517 lets it have more.
  expect([...new Set(open.map(({ required }) => String(required)))]).toEqual(["kty"]);
});

describe.each(kinds.map((kind) => [kind.key, kind] as const))("the example of %s", (_key, { example }) => {
  it("stands in the schema, key by key", () => {
    const documents = parseAllDocuments(example).map((document) => document.toJS() as Record<string, unknown>);
    for (const document of documents) {
      const [type = ""] = Object.keys(document);
      expect(findUnknown(document, byType(type), [])).toEqual([]);
    }
  });
});

it("allows only what can be loaded", () => {
  for (const type of ["service", "namespace", "mesh"]) {
    fc.assert(
      fc.property(arbitraryOf(byType(type)), (document) => {
        const { findings } = loadPolicies({ "a.yaml": document });
        const unknown = findings.filter(({ message }) =>
          /unknown key|it must be a (text|number|list|map)/.test(message),
        );
        expect(unknown).toEqual([]);
      }),
      { numRuns: 100 },
    );
  }
});

/** Paths of a value that the schema does not have, or has with another type. */
function findUnknown(value: any, part: any, path: readonly (string | number)[]): string[] {
  const members = part?.anyOf ?? part?.oneOf;
  if (members !== undefined) {
    const found = members.map((member: any) => findUnknown(value, member, path)) as string[][];
    return found.find((problems) => problems.length === 0) ?? found[0] ?? [];
  }
  const where = path.join(".");
  if (part === undefined) return [where];
  if (part.const !== undefined || part.enum !== undefined) {
    return part.const === value || part.enum?.includes(value) ? [] : [where];
  }
  if (Array.isArray(value)) {
    if (part.type !== "array") return [where];
    return value.flatMap((inner, index) => findUnknown(inner, part.items, [...path, index]));
  }
  if (typeof value === "object" && value !== null) {
    if (part.type !== "object") return [where];
    const missing = (part.required ?? []).filter((key: string) => value[key] === undefined);
    const open = typeof part.additionalProperties === "object" ? part.additionalProperties : undefined;
    return [
      ...missing.map((key: string) => `${where}.${key}`),
      ...Object.entries(value).flatMap(([key, inner]) =>
        findUnknown(inner, part.properties?.[key] ?? open, [...path, key]),
      ),
    ];
  }
  if (part.type === "integer") return Number.isInteger(value) ? [] : [where];
  if (part.type === "string" && part.pattern !== undefined && !new RegExp(part.pattern).test(value)) return [where];
  return part.type === undefined || part.type === typeof value ? [] : [where];
}
