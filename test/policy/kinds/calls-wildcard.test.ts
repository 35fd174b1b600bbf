// Calls to all hosts below one. Does not prove that they are reached: test/e2e/policy/calls.test.ts does.
import { expect, it } from "vitest";
import { compileSpec, compileText, list } from "../compile-text.js";

const write = (call: string) => `service: shop/reviews\ncalls: [{ host: "*.example.com", ${call} }]\n`;
const entry = { hosts: ["*.example.com"], exportTo: ["."], location: "MESH_EXTERNAL", resolution: "DYNAMIC_DNS" };

it("are looked up when they are called", () => {
  const text = write("port: 443");
  expect(compileSpec(text, "ServiceEntry", "example.com.all-calls")).toEqual({
    ...entry,
    ports: [{ number: 443, name: "tls-443", protocol: "TLS" }],
  });
  expect(compileSpec(text, "Sidecar", "reviews").egress).toEqual([{ hosts: ["shop/*.example.com", "istio-system/*"] }]);
});

it("get TLS by the name that is called", () => {
  const text = write("port: 443, tls: SIMPLE");
  expect(compileSpec(text, "ServiceEntry", "example.com.all-calls").ports).toEqual([
    { number: 80, name: "http-80", protocol: "HTTP", targetPort: 443 },
  ]);
  expect(compileSpec(text, "DestinationRule", "example.com.all-calls").trafficPolicy).toEqual({
    portLevelSettings: [{ port: { number: 80 }, tls: { mode: "SIMPLE" } }],
  });
});

it("stand beside calls to one of them", () => {
  const { manifests, said } = compileText(`${write("port: 80").slice(0, -2)}, { host: example.com, port: 80 }]\n`);
  expect(said).toEqual([]);
  expect(list(manifests)).toEqual([
    "ServiceEntry shop/example.com.all-calls",
    "ServiceEntry shop/example.com.calls",
    "Sidecar shop/reviews",
  ]);
});

it.each([
  [
    "port: 5432, protocol: TCP, addresses: [10.1.0.0/16]",
    [
      'shop.yaml:2:61: error MESH0201: `calls[0].addresses` is ["10.1.0.0/16"]; they are of one host, and *.example.com is for many hosts, each with addresses of its own; correct the document; nothing has been changed',
      'shop.yaml:2:46: error MESH0201: `calls[0].protocol` is "TCP"; TCP carries no host name to tell the hosts of *.example.com apart; correct the document; nothing has been changed',
    ],
  ],
  [
    "port: 80, endpoints: [10.0.0.1]",
    [
      'shop.yaml:2:44: error MESH0201: `calls[0].endpoints` is ["10.0.0.1"]; they are of one host, and *.example.com is for many hosts, each with addresses of its own; correct the document; nothing has been changed',
    ],
  ],
  [
    "port: 8443, tls: SIMPLE",
    [
      "shop.yaml:2:34: error MESH0201: `calls[0].port` is 8443; for hosts with * and tls it must be 443; correct the document; nothing has been changed",
    ],
  ],
  [
    "port: 443, through: egress",
    [
      "shop.yaml:2:9: error MESH0206: gateway egress sends a call on by the name of one host, and *.example.com is for many; name each host that goes through it, or set `through: false`",
    ],
  ],
])("cannot be %s", (call, messages) => {
  expect(compileText(write(call)).said).toEqual(messages);
});
