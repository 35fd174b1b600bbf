// Pulumi's mocks, a small manifest and a small API server. Does not prove that a cluster takes the definitions: test/e2e does.
import { mkdtempSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { GatewayApi, type GatewayApiArgs } from "../../src/components/gateway-api.js";
import { loadGatewayApi } from "../../src/components/gateway-api-manifest.js";
import { withApiServer } from "./api-server.js";
import { find, list, runProgram, useFolders } from "./engine.js";

useFolders();

let folder: string;

const define = (kinds: string, channel: string) => `
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata:
  name: ${kinds}.gateway.networking.k8s.io
  annotations: { gateway.networking.k8s.io/bundle-version: v1.6.0, gateway.networking.k8s.io/channel: ${channel} }
spec: { group: gateway.networking.k8s.io }
status: { acceptedNames: {} }
`;
const policy = "apiVersion: admissionregistration.k8s.io/v1\nkind: ValidatingAdmissionPolicy\nmetadata: { name: a }\n";

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "gateway-api-"));
  for (const channel of ["standard", "experimental"]) {
    mkdirSync(join(folder, channel));
    writeFileSync(join(folder, channel, "gateways.yaml"), define("gateways", channel));
    writeFileSync(join(folder, channel, "policy.yaml"), policy);
    writeFileSync(join(folder, channel, "kustomization.yaml"), "resources: []\n");
  }
  writeFileSync(join(folder, "experimental", "xs.yaml"), define("xs", "experimental"));
});
afterAll(() => rmSync(folder, { recursive: true }));

const install = (args: Partial<GatewayApiArgs> = {}) =>
  runProgram(() => {
    const { version } = new GatewayApi("api", { kubeconfig: "the kubeconfig", manifest: folder, ...args });
    return { version };
  });
const nameOf = (kinds: string) => `api-CustomResourceDefinition/${kinds}.gateway.networking.k8s.io`;

it("registers the definitions of the channel, and nothing else of the manifest", async () => {
  const run = await install();
  const type = "kubernetes:apiextensions.k8s.io/v1:CustomResourceDefinition";
  expect(list(run)).toEqual(["pulumi-istio:index:GatewayApi api", `${type} ${nameOf("gateways")}`]);
  expect(find(run, nameOf("gateways"))).toMatchObject({
    parent: "api",
    retainOnDelete: true,
    beforeCreate: ["GatewayApi/api-guard"],
    beforeUpdate: ["GatewayApi/api-guard"],
  });
  expect(find(run, nameOf("gateways")).inputs).toEqual({
    apiVersion: "apiextensions.k8s.io/v1",
    kind: "CustomResourceDefinition",
    metadata: {
      name: "gateways.gateway.networking.k8s.io",
      annotations: {
        "gateway.networking.k8s.io/bundle-version": "v1.6.0",
        "gateway.networking.k8s.io/channel": "standard",
        "pulumi-istio/stack": "shop/dev",
      },
    },
    spec: { group: "gateway.networking.k8s.io" },
  });
  expect(run.outputs).toEqual({ version: "1.6.0" });
  const all = await install({ channel: "experimental", removeCrds: true, mode: "adopt" });
  expect(list(all).slice(1)).toEqual([`${type} ${nameOf("gateways")}`, `${type} ${nameOf("xs")}`]);
  expect(find(all, nameOf("gateways"))).toMatchObject({ retainOnDelete: false });
  expect(find(all, nameOf("gateways")).inputs.metadata.annotations).not.toHaveProperty("pulumi-istio/stack");
});

it("takes one file too, and says which manifest cannot be read", async () => {
  const run = await install({ manifest: join(folder, "standard", "gateways.yaml") });
  expect(list(run)).toHaveLength(2);
  const missing = join(folder, "none.yaml");
  await expect(loadGatewayApi({ manifest: missing })).rejects.toThrow(
    `error MESH0141: the Gateway API's manifest ${missing} cannot be read: ENOENT`,
  );
});

describe("the guard", () => {
  const path = "GET /apis/apiextensions.k8s.io/v1/customresourcedefinitions/gateways.gateway.networking.k8s.io";
  const hook = "GatewayApi/api-guard";
  const call = async (args: Partial<GatewayApiArgs>, preview = false) => {
    let said: string | undefined;
    await runProgram(async ({ hooks }) => {
      new GatewayApi("api", { kubeconfig: "the kubeconfig", manifest: folder, ...args });
      await vi.waitUntil(() => hooks[hook] !== undefined);
      expect(hooks[hook]?.onDryRun).toBe(true);
      said = await hooks[hook]?.call();
      return {};
    }, preview);
    return said;
  };
  const guard = async (args: Partial<GatewayApiArgs>, annotations: Record<string, string> | undefined) => {
    let said: string | undefined;
    const missing = { status: 404, body: { message: "not found" } };
    const requests = await withApiServer(
      () => (annotations === undefined ? missing : { status: 200, body: { metadata: { annotations } } }),
      async (kubeconfig) => {
        said = await call({ ...args, kubeconfig });
      },
    );
    expect(requests).toEqual([path]);
    return said;
  };
  const bundle = { "gateway.networking.k8s.io/bundle-version": "v1.6.0" };

  it("lets a stack write where nothing is, over its own, and over what it adopts", async () => {
    expect(await guard({}, undefined)).toBeUndefined();
    expect(await guard({}, { ...bundle, "pulumi-istio/stack": "shop/dev" })).toBeUndefined();
    expect(await guard({ mode: "adopt" }, bundle)).toBeUndefined();
  });

  it("refuses what is somebody else's", async () => {
    expect(await guard({}, { ...bundle, "pulumi-istio/stack": "other/dev" })).toMatch(
      /^error MESH0142: the cluster has definitions of the Gateway API 1\.6\.0 already/,
    );
  });

  it("asks nobody while the cluster is not known", async () => {
    const kubeconfig = pulumi.output(pulumi.unknown) as unknown as pulumi.Output<string>;
    expect(await call({ kubeconfig }, true)).toBeUndefined();
  });
});
