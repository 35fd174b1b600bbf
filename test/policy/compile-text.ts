import { formatFinding } from "../../src/findings/finding.js";
import type { Manifest } from "../../src/kubernetes/manifest.js";
import { loadManifests } from "../../src/text/manifest-text.js";
import { compile } from "../../src/policy/compile.js";
import type { MeshFacts } from "../../src/policy/kind.js";
import { loadPolicies } from "../../src/policy/documents/load.js";

/** The mesh that the tests' documents are for. */
export const testMesh: MeshFacts = {
  rootNamespace: "istio-system",
  extensionProviders: ["oauth2-proxy", "jaeger"],
  gateways: [
    { name: "public", namespace: "ingress", labels: { app: "public", istio: "public" } },
    { name: "egress", namespace: "istio-system", labels: { app: "egress", istio: "egress" } },
  ],
};

const workload = (name: string, account: string) => `
apiVersion: apps/v1
kind: Deployment
metadata: { name: ${name}, namespace: shop }
spec: { template: { metadata: { labels: { app: ${name} } }, spec: { serviceAccountName: ${account}, containers: [{ name: a }] } } }
---
apiVersion: v1
kind: Service
metadata: { name: ${name}, namespace: shop }
spec: { selector: { app: ${name} }, ports: `;

/** Services of namespace `shop`: reviews (HTTP), ratings (gRPC), productpage (HTTP), database (TCP), mixed (HTTP and TCP). */
export const shop = loadManifests(
  [
    `${workload("reviews", "reviews")}[{ name: http, port: 9080 }] }`,
    `${workload("ratings", "ratings")}[{ name: grpc, port: 50051 }] }`,
    `${workload("productpage", "productpage")}[{ name: http, port: 9080 }] }`,
    `${workload("database", "default")}[{ name: tcp, port: 5432 }] }`,
    `${workload("mixed", "mixed")}[{ name: http, port: 80 }, { name: redis, port: 6379 }] }`,
  ].join("\n---\n"),
  "shop.yaml",
).manifests;

/** What documents become, without the label that all objects carry, and what is said of them. */
export function compileText(
  text: string,
  { declared = shop, mesh = testMesh }: { declared?: readonly Manifest[]; mesh?: MeshFacts } = {},
): { manifests: Manifest[]; said: string[] } {
  const loaded = loadPolicies({ "shop.yaml": text });
  const { manifests, findings } = compile({ ...loaded, declared, mesh });
  return { manifests: manifests.map(unlabel), said: [...loaded.findings, ...findings].map(formatFinding) };
}

/** The `spec` of the one object of that kind and name; fails where there is none or there are findings. */
export function compileSpec(text: string, kind: string, name: string): any {
  const { manifests, said } = compileText(text);
  if (said.length > 0) throw new Error(said.join("\n"));
  const found = manifests.filter((manifest) => manifest.kind === kind && manifest.metadata.name === name);
  if (found.length !== 1) throw new Error(`${kind} ${name} is not among ${manifests.map(describe).join(", ")}`);
  return found[0]?.spec;
}

/** `Kind namespace/name` of every object, in their order. */
export function list(manifests: readonly Manifest[]): string[] {
  return manifests.map(describe);
}

function describe({ kind, metadata }: Manifest): string {
  return `${kind} ${metadata.namespace ?? ""}/${metadata.name}`;
}

function unlabel(manifest: Manifest): Manifest {
  const { labels, ...metadata } = manifest.metadata;
  const own = Object.entries(labels ?? {}).filter(([name]) => name !== "app.kubernetes.io/managed-by");
  return { ...manifest, metadata: own.length === 0 ? metadata : { ...metadata, labels: Object.fromEntries(own) } };
}
