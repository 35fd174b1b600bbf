// Who may call by what others declare. Does not prove that anything is refused: test/e2e/policy/access.test.ts does.
import { expect, it } from "vitest";
import { formatFinding } from "../../../src/findings/finding.js";
import { compile } from "../../../src/policy/compile.js";
import { loadPolicies } from "../../../src/policy/documents/load.js";
import { shop, testMesh } from "../compile-text.js";

const compileCalls = (text: string, calls: Record<string, string[]>, said: string[] = []) => {
  const loaded = loadPolicies({ "shop.yaml": text });
  const documents = loaded.documents.map((document) => ({
    ...document,
    values: { ...document.values, ...(document.id in calls ? { calls: calls[document.id] } : {}) },
  }));
  const { manifests, findings } = compile({ ...loaded, documents, declared: shop, mesh: testMesh });
  expect([...loaded.findings, ...findings].map(formatFinding)).toEqual(said);
  return Object.fromEntries(manifests.map(({ metadata, spec }) => [metadata.name, spec.rules as unknown]));
};
const productpage = { from: [{ source: { principals: ["cluster.local/ns/shop/sa/productpage"] } }] };

it("under a default deny, who declares that it calls a service may", () => {
  const calls = { "shop/productpage": ["shop/reviews"] };
  const text = "namespace: shop\naccess: { default: deny }\n---\nservice: shop/productpage\n";
  expect(compileCalls(text, calls)).toEqual({ "default.allow": undefined, "reviews.allow": [productpage] });
  const allowed = { from: [{ source: { namespaces: ["monitoring"] } }] };
  const withList = text.replace("deny }", "deny, allow: [{ from: [monitoring/*] }] }");
  expect(compileCalls(withList, calls)).toMatchObject({
    "reviews.allow": [allowed, productpage],
    "ratings.allow": [allowed],
  });
});

it("but not where the service's own document says who may", () => {
  const calls = { "shop/productpage": ["shop/reviews"] };
  const text = (own: string) => `service: shop/productpage\n---\nservice: shop/reviews\naccess: ${own}\n`;
  expect(compileCalls(text("{ default: deny }"), calls)).toEqual({ "reviews.allow": [productpage] });
  const refused =
    "shop.yaml:4:11: warning MESH0221: shop/productpage declares that it calls this service, and no rule names it; name it in `from`, or take the call out";
  expect(compileCalls(text("{ allow: [] }"), calls, [refused])).toEqual({ "reviews.allow": undefined });
  compileCalls(text("{ allow: [{ from: [shop/ratings] }] }"), calls, [refused]);
  const named = ["{ from: [shop/*] }", "{ methods: [GET] }", '{ principals: ["*/sa/productpage"] }'];
  for (const rule of named) compileCalls(text(`{ allow: [{ from: [shop/ratings] }, ${rule}] }`), calls);
});
