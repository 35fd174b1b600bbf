// Pulumi's mocks, small charts and a small manifest. Does not prove that istiod serves what a mesh makes: the live tests do.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { Mesh, type MeshArgs } from "../../src/components/mesh.js";
import { shop } from "../policy/compile-text.js";
import { find, runProgram, useFolders } from "./engine.js";

useFolders();

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "mesh-gateway-api-"));
  const annotations = "gateway.networking.k8s.io/bundle-version: v1.6.0, gateway.networking.k8s.io/channel: standard";
  const metadata = `{ name: gateways.gateway.networking.k8s.io, annotations: { ${annotations} } }`;
  const text = `apiVersion: apiextensions.k8s.io/v1\nkind: CustomResourceDefinition\nmetadata: ${metadata}\n`;
  writeFileSync(join(folder, "gateways.yaml"), text);
});
afterAll(() => rmSync(folder, { recursive: true }));

const base = (): MeshArgs => ({
  kubeconfig: "the kubeconfig",
  gateways: { public: { api: "gateway-api", namespace: "ingress" } },
  namespaces: { ingress: { injection: "disabled" } },
  applications: shop,
  policies: { "reviews.yaml": "service: shop/reviews\nexpose: [{ gateway: ingress/public, hosts: [www.a.io] }]\n" },
});
const install = (args: Partial<MeshArgs> = {}) =>
  runProgram(() => ({ gateways: new Mesh("mesh", { ...base(), ...args }).gateways }));

const route = "mesh-policies-HTTPRoute/shop/reviews.www.a.io.public.ingress";

it("has definitions before gateways and routes, and a gateway in a namespace without injection", async () => {
  const run = await install({ gatewayApi: { manifest: folder } });
  const definition = "mesh-gateway-api-CustomResourceDefinition/gateways.gateway.networking.k8s.io";
  expect(find(run, definition).parent).toBe("mesh-gateway-api");
  // What is in a component is registered after all that the component depends on.
  expect(find(run, "mesh-public-Gateway/ingress/public").dependsOn).toContain(definition);
  expect(find(run, "mesh-policies").dependsOn).toContain(definition);
  // Those of Istio's API have nothing to do with them.
  const own = ["mesh-public", "mesh-istio-ingressgateway"].map((name) => find(run, name).inputs);
  expect(own.map((inputs) => "gatewayApiVersion" in inputs)).toEqual([true, false]);
  expect(find(run, route).inputs.spec.parentRefs).toEqual([
    { namespace: "ingress", name: "public", sectionName: "http" },
  ]);
  expect(run.outputs.gateways).toMatchObject({ public: "public-istio" });
});

it("takes the definitions of the cluster where it is to install none", async () => {
  const run = await install();
  expect(run.resources.filter(({ name }) => name.startsWith("mesh-gateway-api"))).toEqual([]);
  expect(find(run, route).type).toBe("kubernetes:gateway.networking.k8s.io/v1:HTTPRoute");
});
