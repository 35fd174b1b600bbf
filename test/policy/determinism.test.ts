// The same documents give the same bytes, whatever order they are read in. Does not prove that the objects are right.
import fc from "fast-check";
import { expect, it } from "vitest";
import { z } from "zod";
import { compile } from "../../src/policy/compile.js";
import { documentSchemas, documentTypes } from "../../src/policy/documents/document.js";
import { loadPolicies } from "../../src/policy/documents/load.js";
import { arbitraryOf } from "./arbitrary.js";
import { shop, testMesh } from "./compile-text.js";

const names = {
  service: ["shop/reviews", "shop/ratings", "shop/database"],
  namespace: ["shop", "bank"],
  mesh: ["one"],
};

/** Documents of any kinds, each about something of its own. */
const documents = fc.tuple(
  ...documentTypes.flatMap((type) => {
    const schema = z.toJSONSchema(documentSchemas[type], { io: "input" }) as Parameters<typeof arbitraryOf>[0];
    return names[type].map((name) => arbitraryOf(schema).map((value) => ({ ...(value as object), [type]: name })));
  }),
);

const compileAll = (list: readonly object[]) => {
  const loaded = loadPolicies(Object.fromEntries(list.map((document) => [JSON.stringify(document), document])));
  return JSON.stringify(compile({ ...loaded, declared: shop, mesh: testMesh }).manifests);
};

it("gives the same bytes twice, and in another order", { timeout: 60_000 }, () => {
  let objects = 0;
  fc.assert(
    fc.property(documents, (list) => {
      const bytes = compileAll(list);
      objects += (JSON.parse(bytes) as unknown[]).length;
      expect(compileAll(list)).toBe(bytes);
      expect(compileAll([...list].reverse())).toBe(bytes);
    }),
    { numRuns: 40, seed: 4 },
  );
  expect(objects).toBeGreaterThan(200);
});
