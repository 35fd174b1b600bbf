// Pulumi's mocks, and a small API server of our own for the one request that a hook makes. Does not prove that the
// provider's plugin refuses, adopts or patches as its options say: the end-to-end tests do.
import * as pulumi from "@pulumi/pulumi";
import { describe, expect, it, vi } from "vitest";
import { MeshNamespace, type MeshNamespaceArgs } from "../../src/components/mesh-namespace.js";
import { withApiServer } from "./api-server.js";
import { find, list, Other, runProgram, useFolders } from "./engine.js";

useFolders();

const make = (args: Partial<MeshNamespaceArgs> = {}, preview = false) =>
  runProgram(() => ({ namespace: new MeshNamespace("shop", { kubeconfig: "secret", ...args }).namespace }), preview);

describe("mode", () => {
  it.each<[MeshNamespaceArgs["mode"], string, Record<string, string>, object]>([
    [
      undefined,
      "Namespace",
      { "pulumi-istio/stack": "shop/dev" },
      { retainOnDelete: false, beforeCreate: ["MeshNamespace/shop-refuse-existing"], beforeUpdate: [] },
    ],
    [
      "create",
      "Namespace",
      { "pulumi-istio/stack": "shop/dev" },
      { retainOnDelete: false, beforeCreate: ["MeshNamespace/shop-refuse-existing"], beforeUpdate: [] },
    ],
    ["adopt", "Namespace", {}, { retainOnDelete: true, beforeCreate: [], beforeUpdate: [] }],
    [
      "patch",
      "NamespacePatch",
      { "pulumi.com/patchForce": "true" },
      { retainOnDelete: false, beforeCreate: [], beforeUpdate: [] },
    ],
  ])("%s", async (mode, kind, annotations, options) => {
    const run = await make({ mode });
    const name = `shop-${kind}/shop`;
    expect(list(run)).toEqual(["pulumi-istio:index:MeshNamespace shop", `kubernetes:core/v1:${kind} ${name}`]);
    expect(find(run, name)).toMatchObject({ parent: "shop", dependsOn: [], version: "4.25.0", ...options });
    expect(find(run, name).inputs).toEqual({
      apiVersion: "v1",
      kind,
      metadata: { name: "shop", labels: { "istio-injection": "enabled" }, annotations },
    });
    expect(find(run, "shop").outputs).toEqual({ namespace: "shop" });
    expect(run.outputs).toEqual({ namespace: "shop" });
  });
});

describe("injection", () => {
  it.each<[Partial<MeshNamespaceArgs>, Record<string, string>]>([
    [{}, { "istio-injection": "enabled" }],
    [{ injection: "enabled" }, { "istio-injection": "enabled" }],
    [{ injection: "disabled" }, { "istio-injection": "disabled" }],
    [{ injection: "revision", revision: "canary" }, { "istio.io/rev": "canary" }],
    [{ injection: "ambient" }, { "istio.io/dataplane-mode": "ambient" }],
    [{ injection: "none" }, {}],
    [{ labels: { team: "shop" } }, { team: "shop", "istio-injection": "enabled" }],
  ])("%j", async (args, labels) => {
    const run = await make({ namespace: "carts", ...args });
    expect(find(run, "shop-Namespace/carts").inputs.metadata.labels).toEqual(labels);
  });
});

it("with a control plane waits for it, and sets the labels after its webhooks are proven", async () => {
  const run = await runProgram(() => {
    const plane = new Other("plane");
    new MeshNamespace("shop", { kubeconfig: "secret", controlPlaneNamespace: plane.urn.apply(() => "istio-system") });
    return {};
  });
  expect(find(run, "shop-Namespace/shop")).toMatchObject({
    dependsOn: ["plane"],
    beforeCreate: ["MeshNamespace/shop-refuse-existing", "MeshNamespace/shop-webhook-proof"],
    beforeUpdate: ["MeshNamespace/shop-webhook-proof"],
  });
  // The refusal runs in a preview too, the proof does not.
  expect(Object.entries(run.hooks).map(([name, { onDryRun }]) => [name, onDryRun])).toEqual([
    ["MeshNamespace/shop-webhook-proof", false],
    ["MeshNamespace/shop-refuse-existing", true],
  ]);
});

it("keeps the kubeconfig secret", async () => {
  expect(find(await make(), "shop").inputs).toEqual({ kubeconfig: { secret: "secret" } });
});

it("refuses contradictory injection before it registers anything", async () => {
  const run = await runProgram(() => {
    const args: MeshNamespaceArgs = { kubeconfig: "", revision: "canary", labels: { "istio.io/rev": "stable" } };
    expect(() => new MeshNamespace("shop", args)).toThrow(
      new pulumi.RunError(
        [
          'error MESH0114: `revision` is "canary", but `injection` is "enabled", which has none; remove `revision`, or set `injection` to "revision"',
          "error MESH0115: `labels` has istio.io/rev=stable, which decides injection; use `injection` and `revision` instead",
        ].join("\n"),
      ),
    );
    return {};
  });
  expect(list(run)).toEqual([]);
});

describe("the refusal of an existing namespace", () => {
  const refusal =
    'the namespace shop exists already, and mode "create" would take it over; set its mode to "adopt" ' +
    '(managed from now on, kept on destroy) or "patch" (the mesh labels alone)';

  it.each<[string, number, object, string | undefined]>([
    ["there is none", 404, { kind: "Status", message: "not found" }, undefined],
    ["it is somebody else's", 200, { metadata: { name: "shop" } }, refusal],
    ["another stack made it", 200, { metadata: { annotations: { "pulumi-istio/stack": "shop/prod" } } }, refusal],
    ["this stack made it", 200, { metadata: { annotations: { "pulumi-istio/stack": "shop/dev" } } }, undefined],
    ["it may not be read", 403, { message: "forbidden" }, "the namespace shop cannot be read: forbidden"],
  ])("%s", async (_what, status, body, expected) => {
    const requests = await withApiServer(
      () => ({ status, body }),
      async (kubeconfig) => {
        expect(await callRefusal(kubeconfig)).toBe(expected);
      },
    );
    expect(requests).toEqual(["GET /api/v1/namespaces/shop"]);
  });

  it("does nothing in a preview in which the kubeconfig is unknown", async () => {
    const unknown = pulumi.output(pulumi.unknown) as unknown as pulumi.Output<string>;
    expect(await callRefusal(unknown, true)).toBeUndefined();
  });
});

async function callRefusal(kubeconfig: pulumi.Input<string>, preview = false): Promise<string | undefined> {
  let message: string | undefined;
  await runProgram(async ({ hooks }) => {
    const { urn } = new MeshNamespace("shop", { kubeconfig });
    await new Promise((resolve) => urn.apply(resolve));
    await vi.waitUntil(() => hooks["MeshNamespace/shop-refuse-existing"] !== undefined);
    message = await hooks["MeshNamespace/shop-refuse-existing"]?.call();
    return {};
  }, preview);
  return message;
}
