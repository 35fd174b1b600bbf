// Random documents of every kind: what we do not refuse, the API server (with the CRDs' schemas and rules) and istiod's webhook
// take. Does not prove that what they take does anything. `npm run test:deep` tries 2,000 documents instead of a sample.
import fc from "fast-check";
import { afterAll, beforeAll, expect, it } from "vitest";
import { z } from "zod";
import type { Manifest } from "../../../src/kubernetes/manifest.js";
import { compile } from "../../../src/policy/compile.js";
import { documentSchemas, documentTypes } from "../../../src/policy/documents/document.js";
import { loadPolicies } from "../../../src/policy/documents/load.js";
import { arbitraryOf } from "../../policy/arbitrary.js";
import { apply, formatList, tryKubectl } from "./cluster.js";
import { devMesh } from "./policies.js";
import { createEchos, removeNamespace } from "./workloads.js";

const namespace = "policy-webhook";
const count = Number(process.env.DEEP_DOCUMENTS ?? 120);
const seed = 20261123;
const declared = createEchos(namespace, [{ name: "reviews", versions: ["v1", "v2"] }, { name: "ratings" }]);
const versions = { v1: { version: "v1" }, v2: { version: "v2" } };
const identities = {
  service: { service: `${namespace}/reviews`, versions },
  namespace: { namespace },
  mesh: { mesh: "default" },
};

beforeAll(() => apply([{ apiVersion: "v1", kind: "Namespace", metadata: { name: namespace } }]));
afterAll(() => removeNamespace(namespace));

/** Documents whose references exist: services and versions are named as there are some. */
const documents = fc.oneof(
  ...documentTypes.map((type) => {
    const schema = z.toJSONSchema(documentSchemas[type], { io: "input" });
    return arbitraryOf(schema as Parameters<typeof arbitraryOf>[0]).map((value) => {
      const text = JSON.stringify(value).replaceAll("shop/ratings", `${namespace}/ratings`);
      return { ...(JSON.parse(text) as object), ...identities[type] };
    });
  }),
);

function compileOne(document: object): Manifest[] | undefined {
  const loaded = loadPolicies({ "random.yaml": document });
  const { manifests, findings } = compile({ ...loaded, declared, mesh: devMesh });
  const isRefused = [...loaded.findings, ...findings].some(({ level }) => level === "error");
  return isRefused ? undefined : manifests;
}

it(`${count} random documents: nothing that we let pass is refused`, { timeout: 600_000 }, async () => {
  const samples = fc.sample(documents, { numRuns: count, seed });
  const compiled = samples.flatMap((document) => {
    const manifests = compileOne(document);
    return manifests === undefined ? [] : [{ document, manifests }];
  });
  expect(compiled.length).toBeGreaterThan(count / 4);
  const refusals: string[] = [];
  // One kubectl for many objects; it goes on after a refusal and says which.
  const all = compiled.flatMap(({ document, manifests }) => manifests.map((manifest) => ({ document, manifest })));
  for (let start = 0; start < all.length; start += 200) {
    const part = all.slice(start, start + 200);
    const text = formatList(part.map(({ manifest }) => manifest));
    const { code, stderr } = await tryKubectl(["create", "--dry-run=server", "--filename", "-"], text);
    if (code !== 0) refusals.push(...stderr.split("\n").filter((line) => line !== "" && !line.startsWith("Warning:")));
  }
  expect(refusals).toEqual([]);
});
