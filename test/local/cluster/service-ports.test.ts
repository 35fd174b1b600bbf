// Does not prove that the ports can be reached; test/e2e/local-cluster.test.ts calls them.
import { describe, expect, test } from "vitest";
import type { ServiceObject } from "../../../src/local/cluster/load-balancer.js";
import { computePreferredPort, formatUrl, listServicePorts } from "../../../src/local/cluster/service-ports.js";

function service(name: string, spec: ServiceObject["spec"], address?: string): ServiceObject {
  const status = address === undefined ? {} : { loadBalancer: { ingress: [{ ip: address }] } };
  return { metadata: { namespace: "shop", name }, spec, status };
}

test("TCP ports of our load balancers with an address, in the order of names and numbers", () => {
  const type = "LoadBalancer";
  const services = [
    service("web", { type, ports: [{ port: 443, name: "https" }, { port: 80 }] }, "10.250.0.102"),
    service(
      "dns",
      {
        type,
        ports: [
          { port: 53, protocol: "UDP" },
          { port: 53, protocol: "TCP" },
        ],
      },
      "10.250.0.101",
    ),
    service("waits", { type, ports: [{ port: 80 }] }),
    service("inside", { type: "ClusterIP", ports: [{ port: 80 }] }),
    service("theirs", { type, loadBalancerClass: "example.com/other", ports: [{ port: 80 }] }, "192.0.2.1"),
    service("bare", { type }, "10.250.0.103"),
    service("api", { type, ports: [{ port: 9000, appProtocol: "http" }] }, "10.250.0.104"),
  ];
  expect(listServicePorts(services)).toEqual([
    { namespace: "shop", service: "api", port: 9000, appProtocol: "http", address: "10.250.0.104" },
    { namespace: "shop", service: "dns", port: 53, address: "10.250.0.101" },
    { namespace: "shop", service: "web", port: 80, address: "10.250.0.102" },
    { namespace: "shop", service: "web", port: 443, name: "https", address: "10.250.0.102" },
  ]);
});

test.each([
  [80, 8080],
  [443, 8443],
  [1023, 9023],
  [1024, 1024],
  [31400, 31400],
])("port %i prefers %i", (port, preferred) => {
  expect(computePreferredPort(port)).toBe(preferred);
});

describe("the way there", () => {
  const port = { namespace: "shop", service: "web", port: 80, address: "10.250.0.101", local: 8080 };
  test.each([
    [{ name: "http2" }, "http://127.0.0.1:8080"],
    [{ name: "HTTP-web" }, "http://127.0.0.1:8080"],
    [{ name: "https-web" }, "https://127.0.0.1:8080"],
    [{ name: "tls", appProtocol: "http" }, "http://127.0.0.1:8080"],
    [{ name: "http", appProtocol: "kubernetes.io/h2c" }, "127.0.0.1:8080"],
    [{ name: "httpbin" }, "127.0.0.1:8080"],
    [{ name: "grpc" }, "127.0.0.1:8080"],
    [{}, "127.0.0.1:8080"],
  ])("of %j is %s", (names, expected) => {
    expect(formatUrl({ ...port, ...names })).toBe(expected);
  });
});
