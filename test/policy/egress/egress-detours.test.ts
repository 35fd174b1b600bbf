// Does not prove that pods call the host, nor that the network keeps them from calling it past the gateway.
import { expect, it } from "vitest";
import { compileText } from "../compile-text.js";

const wanted = "namespace: shop\negress: { mode: REGISTRY_ONLY, through: egress }\n";

const entry = (namespace: string, rest = "") => `---
apiVersion: networking.istio.io/v1
kind: ServiceEntry
metadata: { name: out, namespace: ${namespace} }
spec: { hosts: [a.io, b.io]${rest} }
`;

const lead = (rest = "") => `---
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: out, namespace: shop }
spec: { hosts: [a.io, b.io]${rest}, http: [{ route: [{ destination: { host: egress.istio-system.svc.cluster.local } }] }] }
`;

const say = (host: string, column: number) =>
  `shop.yaml:7:${column}: warning MESH0230: pods reach ${host} directly, and shop.yaml:2 requires calls to go through gateway egress; name the host in \`calls\` instead of a ServiceEntry of your own, or route it to the gateway by a VirtualService`;

it.each([
  ["of the namespace", wanted + entry("shop")],
  ["of another namespace that exports them", wanted + entry("bank", ", exportTo: [shop]")],
  ["that a VirtualService leads from another gateway alone", wanted + entry("shop") + lead(", gateways: [other]")],
  ["where the mesh wants it", wanted.replace("namespace: shop", "mesh: dev") + entry("bank", ", exportTo: [.]")],
])("tells of hosts %s", (_, text) => {
  expect(compileText(text).said).toEqual([say("a.io", 17), say("b.io", 23)]);
});

it.each([
  ["no gateway is wanted", "namespace: shop\negress: { mode: REGISTRY_ONLY }\n" + entry("shop")],
  [
    "the namespace wants none",
    `mesh: dev\negress: { mode: ALLOW_ANY, through: egress }\n---\nnamespace: shop\negress: { mode: ALLOW_ANY }\n${entry("shop", ", exportTo: [.]")}`,
  ],
  ["a VirtualService leads there", wanted + entry("shop") + lead()],
  ["the host is in the mesh", wanted + entry("shop", ", location: MESH_INTERNAL")],
  ["only other namespaces see it", wanted + entry("bank", ", exportTo: [.]")],
  [
    "only the gateway sees it",
    wanted.replace("namespace: shop", "mesh: dev") + entry("istio-system", ", exportTo: [.]"),
  ],
  [
    "a call of a document names it",
    `${wanted}---\nservice: shop/reviews\ncalls: [{ host: a.io, port: 80, through: false }]\n`,
  ],
])("is silent where %s", (_, text) => {
  expect(compileText(text).said).toEqual([]);
});
