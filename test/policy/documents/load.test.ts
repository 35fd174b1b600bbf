// Does not prove that what is loaded compiles.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { formatFinding } from "../../../src/findings/finding.js";
import { loadPolicies } from "../../../src/policy/documents/load.js";

const load = (files: Record<string, unknown>) => {
  const { documents, manifests, findings } = loadPolicies(files);
  return {
    documents: documents.map(({ type, id, values }) => ({ [type]: id, ...values })),
    manifests: manifests.map(({ manifest: { kind, metadata } }) => `${kind} ${metadata.name}`),
    said: findings.map(formatFinding),
  };
};

const remedy = "correct the document; nothing has been changed";
const begin = "begin a policy document with service: <namespace>/<name>, namespace: <name> or mesh: <name>";
const configMap = "apiVersion: v1\nkind: ConfigMap\nmetadata: { name: a, namespace: shop }\n";

describe("loadPolicies", () => {
  it("reads documents and objects of all files, from text and as they are", () => {
    const files = {
      "a.yaml": `service: shop/reviews\ntimeout: 3s\n---\n${configMap}`,
      "b.yaml": [{ namespace: "shop", timeout: "4s" }, { mesh: "default" }],
      "c.yaml": { service: "shop/ratings" },
      "empty.yaml": "",
    };
    expect(load(files)).toEqual({
      documents: [
        { service: "shop/reviews", timeout: "3s" },
        { namespace: "shop", timeout: "4s" },
        { mesh: "default" },
        { service: "shop/ratings" },
      ],
      manifests: ["ConfigMap a"],
      said: [],
    });
  });

  it("keeps what is not of a kind apart from the values", () => {
    const [document] = loadPolicies({
      a: "service: shop/a\nselector: { app: a }\nversions: { v1: { version: v1 } }\n",
    }).documents;
    expect(document).toMatchObject({ selector: { app: "a" }, tightenOnly: [] });
    expect(document?.values).toEqual({ versions: { v1: { version: "v1" } } });
    expect(document?.locate(["versions", "v1"])).toEqual({
      file: "a",
      document: 0,
      line: 3,
      column: 13,
      path: ["versions", "v1"],
    });
  });

  it("tells all mistakes of all files at once", () => {
    const { said } = load({
      "a.yaml": "service: shop\ntimeout: x\n---\nservce: shop/a\n---\n- 1\n",
      "b.yaml": "service: shop/a\ntimeouts: 3s\n",
    });
    expect(said).toEqual([
      `a.yaml:1:1: error MESH0201: \`service\` is "shop"; it must be <namespace>/<name>, as in shop/reviews; ${remedy}`,
      `a.yaml:2:1: error MESH0201: \`timeout\` is "x"; it must be a duration such as 500ms, 3s or 1m30s, or none; ${remedy}`,
      expect.stringMatching(/^a.yaml:4:1: error MESH0201: .* its first key is "servce"; did you mean "service"\?; /),
      `a.yaml:6:1: error MESH0201: this is neither a policy document nor a Kubernetes object; ${begin}`,
      expect.stringMatching(/^b.yaml:2:1: error MESH0201: `timeouts` is not a known key; did you mean "timeout"\?/),
    ]);
  });

  it("refuses a second document of one identity, and a second mesh by any name", () => {
    const { said } = load({
      "a.yaml": "service: shop/a\n---\nmesh: one\n",
      "b.yaml": "service: shop/a\n---\nmesh: two\n---\nnamespace: shop\n",
    });
    expect(said).toEqual([
      'b.yaml:1:1: error MESH0202: "service: shop/a" already has a document, in a.yaml:1; make one of the two',
      'b.yaml:3:1: error MESH0202: "mesh" already has a document, in a.yaml:3; make one of the two',
    ]);
  });

  it("refuses a value that contains itself", () => {
    const { said } = load({ "a.yaml": "service: shop/a\nversions: &a { v1: *a }\n" });
    expect(said).toEqual([`a.yaml:1:1: error MESH0201: a value contains itself, by an alias; ${remedy}`]);
  });

  it("never throws", () => {
    const text = fc.oneof(
      fc.string(),
      fc.json(),
      fc.constantFrom("service: *a", "service: &a [*a]", "a: 1\na: 2", "\t- x"),
    );
    const content = fc.oneof(text, fc.anything());
    fc.assert(
      fc.property(content, (value) => loadPolicies({ "a.yaml": value }).findings.length >= 0),
      { numRuns: 300 },
    );
  });
});
