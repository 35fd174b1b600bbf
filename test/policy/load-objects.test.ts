// Does not prove which words Kubernetes reads otherwise: kubernetes-scalar.test.ts does.
import { expect, it } from "vitest";
import { formatFinding } from "../../src/findings/finding.js";
import { loadPolicies } from "../../src/policy/documents/load.js";

const load = (text: string) => loadPolicies({ "a.yaml": text });
const object = "apiVersion: v1\nkind: ConfigMap\nmetadata: { name: a }\nspec: { mode: 0644, on: no }\n";

it("are read as Kubernetes reads them, and documents in the same file are not", () => {
  const { documents, manifests, findings } = load(`service: shop/a\nversions: { v1: { a: 0o17 } }\n---\n${object}`);
  expect([documents, findings.map(formatFinding)]).toEqual([[], [expect.stringContaining("`versions.v1.a` is 15;")]]);
  expect(manifests.map(({ manifest }) => manifest)).toEqual([
    { apiVersion: "v1", kind: "ConfigMap", metadata: { name: "a" }, spec: { mode: 420, true: false } },
  ]);
  expect(manifests[0]?.locate(["spec", "true"])).toEqual({
    file: "a.yaml",
    document: 1,
    line: 7,
    column: 21,
    path: ["spec", "true"],
  });
});

it("are so in a List too", () => {
  const items = object
    .trimEnd()
    .split("\n")
    .map((line, index) => `${index === 0 ? "- " : "  "}${line}`);
  const list = `kind: List\napiVersion: v1\nitems:\n${items.join("\n")}\n`;
  expect(load(list).manifests.map(({ manifest }) => manifest.spec as unknown)).toEqual([{ mode: 420, true: false }]);
});
