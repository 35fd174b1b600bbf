// That work grows with the services and not with their square: counted in looks at documents and objects, not in time. Does not
// prove that a single look is cheap; `npm run bench:scale` measures the time.
import { expect, it } from "vitest";
import type { Manifest } from "../../src/kubernetes/manifest.js";
import { planLoaded } from "../../src/plan/plan.js";
import { computeSurroundings } from "../../src/plan/policy-plan.js";
import { loadPolicies } from "../../src/policy/documents/load.js";

const [few, many] = [100, 400];

/** The same value, with each look at one of its fields counted. */
function counted<T extends object>(value: T, count: { looks: number }): T {
  return new Proxy(value, {
    get(target, key, receiver) {
      count.looks += 1;
      return Reflect.get(target, key, receiver) as unknown;
    },
  });
}

function createService(index: number): Manifest[] {
  const [namespace, name] = ["shop", `service-${index}`];
  const template = {
    metadata: { labels: { app: name, version: "v1" } },
    spec: { serviceAccountName: name, containers: [] },
  };
  return [
    { apiVersion: "v1", kind: "ServiceAccount", metadata: { name, namespace } },
    {
      apiVersion: "v1",
      kind: "Service",
      metadata: { name, namespace },
      spec: { selector: { app: name }, ports: [{ name: "http", port: 8080 }] },
    },
    {
      apiVersion: "apps/v1",
      kind: "Deployment",
      metadata: { name, namespace },
      spec: { selector: { matchLabels: { app: name } }, template },
    },
  ];
}

function createDocument(index: number, services: number): string {
  return `
service: shop/service-${index}
timeout: 3s
retries: { attempts: 2 }
outlierDetection: { consecutive5xxErrors: 5 }
mtls: { mode: STRICT }
calls: [shop/service-${(index + 3) % services}]
access: { allow: [{ from: [shop/service-${(index * 7) % services}] }] }
`;
}

/** How often documents and objects are looked at for a mesh of so many services. */
function countLooks(services: number): { looks: number; objects: number } {
  const count = { looks: 0 };
  const indexes = Array.from({ length: services }, (_, index) => index);
  const loaded = loadPolicies({ "policies.yaml": indexes.map((one) => createDocument(one, services)).join("---") });
  const surroundings = computeSurroundings({ applications: [] });
  const { manifests, findings } = planLoaded(
    { ...loaded, documents: loaded.documents.map((document) => counted(document, count)) },
    { ...surroundings, declared: indexes.flatMap(createService).map((manifest) => counted(manifest, count)) },
  );
  expect(findings.filter(({ level }) => level === "error")).toEqual([]);
  return { looks: count.looks, objects: manifests.length };
}

it("looks at four times the documents and objects about four times as often", () => {
  const [small, large] = [countLooks(few), countLooks(many)];
  expect(large.objects).toBe(4 * small.objects);
  expect(large.looks / small.looks).toBeLessThan(4.4);
});
