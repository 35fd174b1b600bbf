// Pulumi's mocks. Does not prove that the provider's plugin takes these type tokens: the end-to-end tests do.
import * as pulumi from "@pulumi/pulumi";
import { expect, it } from "vitest";
import { computeTypeToken, registerManifests, type ManifestOptions } from "../../src/components/manifest-resource.js";
import type { Manifest } from "../../src/kubernetes/manifest.js";
import { find, list, runProgram } from "./engine.js";

const manifest = (apiVersion: string, kind: string, name: string, rest: object = {}): Manifest => ({
  apiVersion,
  kind,
  metadata: { name },
  ...rest,
});

const register = (manifests: Manifest[], options: Omit<ManifestOptions, "base"> = {}) =>
  runProgram(() => {
    const parent = new pulumi.ComponentResource("test:index:Parent", "parent");
    registerManifests("shop", manifests, { base: { parent }, ...options });
    return {};
  });

it.each([
  ["v1", "Service", "kubernetes:core/v1:Service"],
  ["apps/v1", "Deployment", "kubernetes:apps/v1:Deployment"],
  ["networking.istio.io/v1", "VirtualService", "kubernetes:networking.istio.io/v1:VirtualService"],
])("%s %s -> %s", (apiVersion, kind, token) => {
  expect(computeTypeToken({ apiVersion, kind })).toBe(token);
});

it("hides the data of a Secret, and of nothing else", async () => {
  const data = { data: { token: "dG9rZW4=" }, stringData: { password: "geheim" } };
  const run = await register([
    manifest("v1", "Secret", "s", { type: "Opaque", ...data }),
    manifest("v1", "Secret", "empty"),
    manifest("v1", "ConfigMap", "c", data),
  ]);
  expect(find(run, "shop-Secret/s").inputs).toEqual({
    apiVersion: "v1",
    kind: "Secret",
    metadata: { name: "s" },
    type: "Opaque",
    data: { secret: { token: "dG9rZW4=" } },
    stringData: { secret: { password: "geheim" } },
  });
  expect(find(run, "shop-Secret/empty").inputs).toEqual(manifest("v1", "Secret", "empty"));
  expect(find(run, "shop-ConfigMap/c").inputs).toEqual(manifest("v1", "ConfigMap", "c", data));
});

it("gives a namespace to namespaced objects that name none", async () => {
  const own = { apiVersion: "v1", kind: "ConfigMap", metadata: { name: "own", namespace: "elsewhere" } };
  const run = await register(
    [manifest("v1", "Service", "web"), manifest("rbac.authorization.k8s.io/v1", "ClusterRole", "reader"), own],
    { namespace: pulumi.output("shop") },
  );
  expect(run.resources.map(({ name, inputs }) => [name, inputs.metadata?.namespace])).toEqual([
    ["parent", undefined],
    ["shop-ClusterRole/reader", undefined],
    ["shop-ConfigMap/elsewhere/own", "elsewhere"],
    ["shop-Service/web", "shop"],
  ]);
});

it("merges the options of single objects over those of all", async () => {
  const run = await register([manifest("apps/v1", "Deployment", "web"), manifest("v1", "Service", "web")], {
    each: ({ kind }) => ({ retainOnDelete: kind === "Service" }),
  });
  const options = run.resources.map(({ name, parent, version, retainOnDelete, dependsOn }) => {
    return { name, parent, version, retainOnDelete, dependsOn };
  });
  expect(options).toEqual([
    { name: "parent", parent: undefined, version: "", retainOnDelete: false, dependsOn: [] },
    {
      name: "shop-Deployment/web",
      parent: "parent",
      version: "4.25.0",
      retainOnDelete: false,
      dependsOn: ["shop-Service/web"],
    },
    { name: "shop-Service/web", parent: "parent", version: "4.25.0", retainOnDelete: true, dependsOn: [] },
  ]);
});

it("registers nothing for nothing", async () => {
  expect(list(await register([]))).toEqual(["test:index:Parent parent"]);
});
