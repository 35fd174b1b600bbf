// The examples of docs/gateways.md are taken as they stand. Does not prove that a gateway serves them.
import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { findStackProblems, parseStackFile } from "../../src/stack/config-problems.js";
import { stackSchema } from "../../src/stack/config-schema.js";
import { computeListeners } from "../../src/istio/gateway/gateway-listeners.js";
import { computeMeshGateways } from "../../src/istio/gateway/mesh-gateways.js";
import { resolveGateway } from "../../src/istio/gateway/resolve.js";
import { compileText, list, testMesh } from "../policy/compile-text.js";

const page = readFileSync("docs/gateways.md", "utf8");
const [settings = "", documents = "", ofGatewayApi = "", betweenNetworks = ""] = [
  ...page.matchAll(/```yaml\n([^]*?)```/g),
].map(([, text]) => text ?? "");

/** The stack of an example, which must be one that a stack's file may have. */
function readStack(text: string) {
  const stackFile = { text, file: "Pulumi.dev.yaml", project: "pulumi-istio" };
  const { values, findings } = parseStackFile(stackFile);
  const config = { cluster: { kind: "local" }, ...values };
  expect([...findings, ...findStackProblems(config, stackFile)]).toEqual([]);
  return stackSchema.parse(config);
}

it("the page's gateway is without problems, and its documents make these objects", () => {
  const { gateways, namespaces } = readStack(settings);
  const gateway = resolveGateway(gateways?.public ?? {});
  expect(Object.keys(namespaces ?? {})).toEqual([gateway.namespace]);
  const labels = { istio: "public" };
  const named = { name: "public", namespace: "ingress", labels, listeners: computeListeners("public", gateway) };
  const { manifests, said } = compileText(documents, { declared: [], mesh: { ...testMesh, gateways: [named] } });
  expect(said).toEqual([]);
  expect(list(manifests)).toEqual([
    "Gateway ingress/orders-public",
    "Gateway ingress/own-public",
    "Gateway ingress/shop-public",
    "Gateway ingress/www-shop-example-com-public",
    "VirtualService ingress/orders.public",
    "VirtualService ingress/own.example.com.public",
    "VirtualService ingress/www.shop.example.com.public",
  ]);
  expect(manifests[2]?.spec.servers[0].tls).toEqual({ mode: "SIMPLE", credentialName: "shop-tls" });
});

it("the page's gateway between networks has that of its control plane, and nothing can be exposed there", () => {
  const { controlPlane = {}, gateways = {} } = readStack(betweenNetworks);
  const settings = resolveGateway(computeMeshGateways(controlPlane, gateways)["istio-eastwestgateway"] ?? {});
  expect(settings).toMatchObject({ kind: "eastwest", network: "frankfurt" });
  const listeners = computeListeners("istio-eastwestgateway", settings);
  const gateway = { name: "istio-eastwestgateway", namespace: "istio-system", labels: {}, listeners };
  const document =
    "service: shop/reviews\nexpose: [{ gateway: istio-system/istio-eastwestgateway, hosts: [a.example.com] }]\n";
  const { manifests, said } = compileText(document, { declared: [], mesh: { ...testMesh, gateways: [gateway] } });
  expect(manifests).toEqual([]);
  expect(said).toEqual([
    "shop.yaml:2:10: error MESH0243: gateway istio-system/istio-eastwestgateway has no listener with HTTP or HTTPS; it has none; name one by `listener`",
  ]);
});

it("the page's gateway by the Gateway API is without problems", () => {
  const { gatewayApi, gateways } = readStack(ofGatewayApi);
  expect(gatewayApi).toEqual({ channel: "standard" });
  expect(gateways?.public?.api).toBe("gateway-api");
});
