// A state as the engine keeps it, written by the test. Does not prove that the components register objects so: the end-to-end test of
// `mesh preview` does.
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { computeDeployedEffect } from "../../src/cli/deployed-effect.js";
import { runDiff } from "../../src/cli/diff.js";
import { placeState } from "../../src/cli/engine-state.js";
import { locateStack } from "../../src/cli/stack-list.js";
import { readStackMesh } from "../../src/cli/stack-mesh.js";
import type { Manifest } from "../../src/kubernetes/manifest.js";
import { formatEffectAsText } from "../../src/simulate/diff/format-text.js";
import { createDocument, makeShopProject, type ShopProject } from "./shop-project.js";

let project: ShopProject;

beforeEach(() => {
  project = makeShopProject();
  vi.stubEnv("XDG_STATE_HOME", join(project.folder, "state"));
  vi.stubEnv("PULUMI_BACKEND_URL", undefined);
});
afterEach(() => {
  vi.unstubAllEnvs();
  project.remove();
});

function register(component: string, inputs: Manifest): object {
  const type = `kubernetes:${inputs.apiVersion}:${inputs.kind}`;
  return { urn: `urn:pulumi:dev::shop::pulumi-istio:index:Mesh$${component}$${type}::one`, type, inputs };
}

/** Writes the state that a run of the stack leaves. */
function deploy(): void {
  const objects = readStackMesh(locateStack("dev")).all.filter(({ isAssumed }) => !isAssumed);
  const namespace = {
    apiVersion: "v1",
    kind: "Namespace",
    metadata: {
      name: "shop",
      labels: { "istio-injection": "enabled" },
      annotations: { "pulumi-istio/owner": "shop/dev" },
    },
  };
  const resources = [
    register("pulumi-istio:index:MeshNamespace", namespace),
    ...objects.map(({ manifest }) => {
      const annotations = { "pulumi.com/skipAwait": "true", ...manifest.metadata.annotations };
      const metadata = { ...manifest.metadata, annotations };
      return register("pulumi-istio:index:TrafficPolicies", { ...manifest, metadata });
    }),
    register("pulumi-istio:index:ControlPlane", {
      apiVersion: "apps/v1",
      kind: "Deployment",
      metadata: { name: "istiod", namespace: "istio-system" },
    }),
    register("pulumi-istio:index:Application", { apiVersion: "v1" } as Manifest),
  ];
  const file = placeState({ stack: "dev" });
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, JSON.stringify({ checkpoint: { latest: { resources } } }));
}

function readEffect(): string | undefined {
  const effect = computeDeployedEffect("dev", locateStack("dev"));
  return effect && formatEffectAsText(effect);
}

it("is nothing known of without a state", async () => {
  expect(readEffect()).toBeUndefined();
  await expect(runDiff({ stack: "dev", against: "deployed" })).rejects.toThrow(
    new Error(
      "--against is deployed, and Pulumi's state of stack dev is not on this machine; run mesh up, or name a commit or a folder",
    ),
  );
});

it("is none where the files say what the last run left", () => {
  deploy();
  expect(readEffect()).toBe("no effect on requests; 0 requests compared");
});

it("names who is newly denied by a changed document", () => {
  deploy();
  project.write("stacks/dev/policies/reviews.yaml", createDocument("other"));
  expect(readEffect()).toContain(`shop/reviews: newly denied
  callers:  shop/web
  requests: GET
  before:   reaches shop/reviews v1
  after:    403: access is denied by shop/reviews.allow
  cause:    AuthorizationPolicy shop/reviews.allow changed (stacks/dev/policies/reviews.yaml:2)`);
});

it("names what a namespace's injection changes, which its labels say", () => {
  deploy();
  const text =
    "config:\n  shop:cluster: { kind: existing, context: none }\n  shop:applications: { shop: { namespace: shop } }\n";
  project.write("stacks/Pulumi.dev.yaml", `${text}  shop:namespaces: { shop: { injection: disabled } }\n`);
  expect(readEffect()).toMatchInlineSnapshot(`
    "shop/reviews: newly allowed
      callers:  a plain pod, shop/other, shop/reviews-v1, shop/web (4)
      requests: all requests
      before:   403: access is denied by shop/reviews.allow
      after:    reaches shop/reviews v1
      cause:    Namespace shop changed

    shop/other: other timeout or retries
      callers:  shop/other, shop/reviews-v1, shop/web (3)
      requests: all requests
      before:   no timeout, 2 retries on connect-failure,refused-stream,unavailable,cancelled,retriable-status-codes
      after:    no timeout, 0 retries
      cause:    Namespace shop changed

    shop/reviews: other timeout or retries
      callers:  shop/web
      requests: GET
      before:   timeout 2s, 2 retries on connect-failure,refused-stream,unavailable,cancelled,retriable-status-codes
      after:    no timeout, 0 retries
      cause:    Namespace shop changed

    shop/web: other timeout or retries
      callers:  shop/other, shop/reviews-v1, shop/web (3)
      requests: all requests
      before:   no timeout, 2 retries on connect-failure,refused-stream,unavailable,cancelled,retriable-status-codes
      after:    no timeout, 0 retries
      cause:    Namespace shop changed

    shop/other: other use of mutual TLS
      callers:  shop/other, shop/reviews-v1, shop/web (3)
      requests: all requests
      before:   mutual TLS
      after:    plain text
      cause:    Namespace shop changed

    shop/reviews: other use of mutual TLS
      callers:  shop/web
      requests: GET
      before:   mutual TLS
      after:    plain text
      cause:    Namespace shop changed

    shop/web: other use of mutual TLS
      callers:  shop/other, shop/reviews-v1, shop/web (3)
      requests: all requests
      before:   mutual TLS
      after:    plain text
      cause:    Namespace shop changed

    7 changes: 1 newly allowed, 3 other timeout or retries, 3 other use of mutual TLS; 10 requests compared"
  `);
});
