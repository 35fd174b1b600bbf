// Does not prove that the objects are valid Kubernetes: the API server says that.
import { readdirSync, readFileSync } from "node:fs";
import fc from "fast-check";
import { expect, it } from "vitest";
import { formatFinding } from "../../src/findings/finding.js";
import { loadManifests } from "../../src/text/manifest-text.js";

const load = (text: string) => {
  const { manifests, findings } = loadManifests(text, "app.yaml");
  return {
    names: manifests.map(({ kind, metadata }) => `${kind} ${metadata.name}`),
    said: findings.map(formatFinding),
  };
};
const remedy = "correct the file; nothing has been changed";

it("reads every document, and skips empty ones", () => {
  const text = [
    "# a comment",
    "---",
    "{ apiVersion: v1, kind: Service, metadata: { name: web } }",
    "---",
    "---",
    "apiVersion: apps/v1",
    "kind: Deployment",
    "metadata:",
    "  name: web",
  ].join("\n");
  expect(load(text)).toEqual({ names: ["Service web", "Deployment web"], said: [] });
  expect(load("")).toEqual({ names: [], said: [] });
});

it.each([["null"], ["shop"]])("takes an object of namespace %s", (namespace) => {
  const { said } = load(`{ apiVersion: v1, kind: Service, metadata: { name: web, namespace: ${namespace} } }`);
  expect(said).toEqual([]);
});

it("says where a namespace is not a text, which no rule expects", () => {
  expect(load("{ apiVersion: v1, kind: Service, metadata: { name: web, namespace: 5 } }")).toEqual({
    names: [],
    said: [
      `app.yaml:1:1: error MESH0122: this is not a Kubernetes object: metadata.namespace is 5, but must be a string; ${remedy}`,
    ],
  });
});

it("says what to do where a name is a word that Kubernetes takes for true", () => {
  expect(load("{ apiVersion: v1, kind: Service, metadata: { name: y } }").said).toEqual([
    `app.yaml:1:1: error MESH0122: this is not a Kubernetes object: metadata.name is true, but must be a string: put the word in quotes; ${remedy}`,
  ]);
});

it("reads words as kubectl does", () => {
  const text =
    "apiVersion: v1\nkind: Pod\nmetadata: { name: a, labels: { on: 1_000 } }\nspec: { defaultMode: 0644, tty: yes }\n";
  expect(loadManifests(text, "app.yaml").manifests).toEqual([
    {
      apiVersion: "v1",
      kind: "Pod",
      metadata: { name: "a", labels: { true: 1000 } },
      spec: { defaultMode: 420, tty: true },
    },
  ]);
});

it("keeps every field as it stands", () => {
  const text = "apiVersion: v1\nkind: ConfigMap\nmetadata: { name: c, labels: { a: b } }\ndata: { k: '1' }\n";
  expect(loadManifests(text, "app.yaml").manifests).toEqual([
    { apiVersion: "v1", kind: "ConfigMap", metadata: { name: "c", labels: { a: "b" } }, data: { k: "1" } },
  ]);
});

it("says all that is wrong, with places, and gives what is right", () => {
  const text = [
    "apiVersion: v1",
    "kind: Service",
    "metadata: { labels: {} }",
    "---",
    "just a text",
    "---",
    "{ apiVersion: v1, kind: Service, metadata: { name: web } }",
    "---",
    "kind: [1]",
    "metadata: web",
    "---",
    "apiVersion: v1",
    "kind: Pod",
    "metadata: { name: 5 }",
    "---",
    "kind: Pod",
    "kind: Pod",
  ].join("\n");
  expect(load(text)).toEqual({
    names: ["Service web"],
    said: [
      `app.yaml:1:1: error MESH0122: this is not a Kubernetes object: metadata.name is missing; ${remedy}`,
      `app.yaml:5:1: error MESH0122: this is not a Kubernetes object: it is not a map; ${remedy}`,
      `app.yaml:9:1: error MESH0122: this is not a Kubernetes object: apiVersion is missing; ${remedy}`,
      `app.yaml:9:1: error MESH0122: this is not a Kubernetes object: kind is [1], but must be a string; ${remedy}`,
      `app.yaml:9:1: error MESH0122: this is not a Kubernetes object: metadata is "web", but must be a map; ${remedy}`,
      `app.yaml:12:1: error MESH0122: this is not a Kubernetes object: metadata.name is 5, but must be a string; ${remedy}`,
      `app.yaml:17:1: error MESH0122: not valid YAML: the key "kind" is in this map already, in line 16; ${remedy}`,
    ],
  });
});

it("says where YAML breaks", () => {
  expect(load("apiVersion: v1\nkind: [Service\n")).toEqual({
    names: [],
    said: [
      `app.yaml:3:1: error MESH0122: not valid YAML: Flow sequence in block collection must be sufficiently indented and end with a ]; ${remedy}`,
    ],
  });
});

it("never throws, whatever the text", () => {
  const pieces = [
    "---\n",
    "a: ",
    "- ",
    "[",
    "{",
    "}",
    "&x ",
    "*x ",
    "!!map ",
    "|\n",
    '"',
    "kind: Pod\n",
    "\t",
    "%",
    "#",
  ];
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...pieces), { maxLength: 12 }), (chosen) => {
      const { manifests, findings } = loadManifests(chosen.join(""), "app.yaml");
      expect(manifests).toEqual([]);
      for (const finding of findings) expect(finding).toMatchObject({ code: "MESH0122", file: "app.yaml" });
    }),
  );
});

it("reads every application of every stack of this project without a finding", () => {
  const files = readdirSync("stacks", { recursive: true, encoding: "utf8" }).filter((name) => name.includes("/apps/"));
  expect(files).toContain("dev/apps/k8s-combat.yaml");
  for (const file of files) {
    const { manifests, findings } = loadManifests(readFileSync(`stacks/${file}`, "utf8"), file);
    expect([file, manifests.length > 0, findings]).toEqual([file, true, []]);
  }
});

it("takes a List apart, and knows the place of each item", () => {
  const text = [
    "apiVersion: v1",
    "kind: List",
    "items:",
    "  - { apiVersion: v1, kind: Service, metadata: { name: web } }",
    "  - { apiVersion: v1, kind: Service }",
  ].join("\n");
  expect(load(text)).toEqual({
    names: ["Service web"],
    said: [`app.yaml:5:5: error MESH0122: this is not a Kubernetes object: metadata is missing; ${remedy}`],
  });
  expect(load("{ apiVersion: v1, kind: List, items: 3 }").said).toEqual([
    `app.yaml:1:1: error MESH0122: this is not a Kubernetes object: metadata is missing; ${remedy}`,
  ]);
  expect(load("{ apiVersion: v1, kind: List }")).toEqual({ names: [], said: [] });
});

it("takes a list of one kind apart, and not an object whose kind has such a name", () => {
  const item = "{ apiVersion: v1, kind: Service, metadata: { name: web } }";
  expect(load(`{ apiVersion: v1, kind: ServiceList, items: [${item}] }`)).toEqual({ names: ["Service web"], said: [] });
  const other = "{ apiVersion: example.com/v1, kind: AllowList, metadata: { name: web }, spec: {} }";
  expect(load(other)).toEqual({ names: ["AllowList web"], said: [] });
});
