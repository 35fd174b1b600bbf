// Does not prove what the provider makes of the annotations; the end-to-end tests bring up and destroy with them.
import { expect, it } from "vitest";
import { annotateForProvider } from "../../src/components/provider-annotations.js";
import type { Manifest } from "../../src/kubernetes/manifest.js";

function create(kind: string, annotations?: Record<string, string>, type?: string): Manifest {
  const apiVersion = kind === "Deployment" ? "apps/v1" : "v1";
  return { apiVersion, kind, metadata: { name: "a", ...(annotations && { annotations }) }, spec: { type } };
}

it.each<[Manifest, Record<string, string>]>([
  [create("Service", undefined, "ClusterIP"), { "pulumi.com/skipAwait": "true" }],
  [create("Service", { own: "1" }), { own: "1", "pulumi.com/skipAwait": "true" }],
  [create("Service", undefined, "LoadBalancer"), { "pulumi.com/waitFor": "jsonpath={.status.loadBalancer.ingress}" }],
  [create("Deployment", { own: "1" }), { own: "1", "pulumi.com/deletionPropagationPolicy": "background" }],
])("%j", (manifest, annotations) => {
  const expected = { ...manifest, metadata: { ...manifest.metadata, annotations } };
  expect(annotateForProvider(manifest)).toEqual(expected);
});

it.each([
  create("Service", { "pulumi.com/skipAwait": "false" }, "LoadBalancer"),
  create("Service", { "pulumi.com/waitFor": "condition=Ready" }),
  create("Deployment", { "pulumi.com/deletionPropagationPolicy": "foreground" }),
  create("ConfigMap"),
])("what the manifest says counts: %j", (manifest) => {
  expect(annotateForProvider(manifest)).toEqual(manifest);
});
