// What istiod makes for Gateways of the Gateway API counts as present, and nothing is said of it. Does not prove that istiod makes it:
// test/e2e/policy/gateway-api.test.ts calls one.
import { expect, it } from "vitest";
import { destinationHosts } from "../../src/analysis/rules/destination-rule/destination-hosts.js";
import { portNames } from "../../src/analysis/rules/service/port-names.js";
import { formatFinding } from "../../src/findings/finding.js";
import { analyzeText } from "./analyze-text.js";

const gateway = (spec: string, metadata = "") =>
  `apiVersion: gateway.networking.k8s.io/v1\nkind: Gateway\nmetadata: { name: web, namespace: shop${metadata} }\nspec: ${spec}\n`;
const listeners = "listeners: [{ name: http, port: 80, protocol: HTTP }]";
const route = (host: string) =>
  `apiVersion: networking.istio.io/v1\nkind: VirtualService\nmetadata: { name: a, namespace: shop }\nspec: { hosts: [a.example.com], http: [{ route: [{ destination: { host: ${host}, port: { number: 80 } } }] }] }\n`;
const say = (...texts: string[]) =>
  analyzeText(destinationHosts, texts.join("---\n")).map(({ code, message }) => `${code} ${message}`);

it.each([
  ["web-istio", gateway(`{ gatewayClassName: istio, ${listeners} }`)],
  [
    "web-istio.shop.svc.cluster.local",
    gateway(`{ gatewayClassName: istio, addresses: [{ value: 10.0.0.1 }], ${listeners} }`),
  ],
  ["web", gateway(`{ gatewayClassName: istio-waypoint, ${listeners} }`)],
  ["web", gateway(`{ gatewayClassName: istio-east-west, ${listeners} }`)],
  [
    "own",
    gateway(`{ gatewayClassName: istio, ${listeners} }`, ', annotations: { "gateway.istio.io/name-override": own }'),
  ],
])("a route leads to %s", (host, declared) => {
  expect(say(declared, route(host))).toEqual([]);
  expect(say(route(host))).toHaveLength(1);
});

it.each([
  [
    "istiod makes none where it is to use another",
    gateway(`{ gatewayClassName: istio, addresses: [{ type: Hostname, value: there }], ${listeners} }`),
  ],
  ["others make what they make", gateway(`{ gatewayClassName: nginx, ${listeners} }`)],
])("%s", (_, declared) => {
  expect(say(declared, route("web-istio"))).toHaveLength(1);
});

it("is not spoken of", () => {
  const odd = gateway("{ gatewayClassName: istio, listeners: [{ name: odd, port: 80, protocol: example.com/odd }] }");
  expect(analyzeText(portNames, odd).map(formatFinding)).toEqual([]);
});
