// Does not prove that findings point where they should: test/yaml-places.test.ts and those of the rules do.
import { expect, it } from "vitest";
import type { ValuePath } from "../../src/findings/place.js";
import { parsePlacedDocuments } from "../../src/text/yaml-places.js";
import { indexPaths } from "../../src/text/yaml-paths.js";

const text = `# a comment
service: shop/reviews
retries: { attempts: 2, perTryTimeout: 500ms }
routes:
  - name: testers
    match:
      - uri: { prefix: /reviews }
    to: { v2: 100 }
  - { name: default, to: { v1: 100 } }
calls: [shop/ratings, { host: api.example.com, port: 443 }]
---
namespace: shop
mtls:
  mode: STRICT
`;

/** The value found where `locate` says that this one stands. */
function find(document: number, path: ValuePath) {
  const { line = 0, column = 0 } = parsePlacedDocuments(text, "a.yaml", "MESH0201")[document]?.locate(path) ?? {};
  return indexPaths(text).find(line, column);
}

it.each<[number, ValuePath]>([
  [0, ["retries"]],
  [0, ["retries", "attempts"]],
  [0, ["routes"]],
  [0, ["routes", 0, "match"]],
  [0, ["routes", 0, "to", "v2"]],
  [0, ["routes", 1]],
  [0, ["routes", 1, "name"]],
  [0, ["calls", 1]],
  [0, ["calls", 1, "port"]],
  [1, []],
  [1, ["mtls", "mode"]],
])("the way back from a place to its value: document %i, %j", (document, path) => {
  expect(find(document, path)).toEqual({ document, path });
});

it("of an item and its first key, which begin together, it is the item", () => {
  expect(find(0, ["routes", 0, "name"])).toEqual({ document: 0, path: ["routes", 0] });
  expect(find(0, ["service"])).toEqual({ document: 0, path: [] });
});

it("a place where no value begins is that of the document", () => {
  expect(indexPaths(text).find(3, 3)).toEqual({ document: 0, path: [] });
});

it("documents are counted as the page counts them, with empty ones", () => {
  expect(indexPaths("---\n---\nmesh: all\nmtls: {}\n").find(4, 1)).toEqual({ document: 1, path: ["mtls"] });
});

it("a text that nobody can read has no values, and one behind its end has none", () => {
  expect(indexPaths("[".repeat(10_000)).find(1, 1)).toBeUndefined();
  expect(indexPaths("").find(1, 1)).toBeUndefined();
  expect(indexPaths("mesh: all\n").find(9, 1)).toBeUndefined();
});

it("an alias leads to what it stands for only once", () => {
  expect(indexPaths("a: &x { b: 1 }\nc: *x\n").find(2, 1)).toEqual({ document: 0, path: ["c"] });
});
