// Does not prove that a proxy gets smaller or a host is reached: test/e2e/policy/calls.test.ts does.
import { describe, expect, it } from "vitest";
import { compileSpec, compileText, list, testMesh } from "../compile-text.js";

const write = (calls: string, service = "reviews") => `service: shop/${service}\ncalls: [${calls}]\n`;
const entry = { hosts: ["api.example.com"], exportTo: ["."], location: "MESH_EXTERNAL", resolution: "DNS" };

describe("the scope of the pods", () => {
  const labels = { app: "reviews" };

  it("has what is called, and the control plane's namespace where the services of providers are not known", () => {
    expect(compileSpec(write("shop/ratings, { host: api.example.com, port: 443 }"), "Sidecar", "reviews")).toEqual({
      workloadSelector: { labels },
      egress: [{ hosts: ["shop/ratings.shop.svc.cluster.local", "shop/api.example.com", "istio-system/*"] }],
    });
  });

  it.each([
    ["shop/ratings, shop/ratings", ["shop/ratings.shop.svc.cluster.local"], []],
    ["", ["~/*"], []],
    ["", ["*/jaeger.tracing.svc.cluster.local"], ["jaeger.tracing.svc.cluster.local"]],
  ])("of [%s] is %j with the providers' services %j", (calls, hosts, providerHosts) => {
    const { manifests, said } = compileText(write(calls), { mesh: { ...testMesh, providerHosts } });
    expect(said).toEqual([]);
    expect(manifests.map(({ spec }) => spec)).toEqual([{ workloadSelector: { labels }, egress: [{ hosts }] }]);
  });

  it("is refused where the pods or a called service are not known", () => {
    expect(compileText(write("shop/ratings", "unknown") + "---\n" + write("shop/rating")).said).toEqual([
      'shop.yaml:5:9: error MESH0203: there is no service shop/rating; did you mean "shop/ratings"?; correct the name, or declare it',
      "shop.yaml:2:1: error MESH0207: the pods of shop/unknown are not known, and calls is for them alone; add `selector` with the labels of its pods, or put its Service among the stack's manifests",
    ]);
  });
});

it("two services of the same pods cannot both have calls", () => {
  const text = write("shop/ratings") + "---\nservice: shop/other\nselector: { app: reviews, version: v1 }\ncalls: []\n";
  expect(compileText(text).said).toEqual([
    "shop.yaml:6:1: error MESH0206: shop/other and shop/reviews have the same pods, and shop.yaml:2 says what these call; put the calls of both in one of the documents",
  ]);
  expect(compileText(text.replace("app: reviews", "app: other")).said).toEqual([]);
});

describe("a host outside of the mesh", () => {
  it.each([
    ["port: 443", { ports: [{ number: 443, name: "tls-443", protocol: "TLS" }] }],
    ["port: 80", { ports: [{ number: 80, name: "http-80", protocol: "HTTP" }] }],
    ["port: 9000, protocol: GRPC", { ports: [{ number: 9000, name: "grpc-9000", protocol: "GRPC" }] }],
    [
      "port: 5432, protocol: TCP, addresses: [10.1.0.0/16], endpoints: [10.2.0.1, 10.2.0.2]",
      {
        addresses: ["10.1.0.0/16"],
        ports: [{ number: 5432, name: "tcp-5432", protocol: "TCP" }],
        resolution: "STATIC",
        endpoints: [{ address: "10.2.0.1" }, { address: "10.2.0.2" }],
      },
    ],
    [
      "port: 80, endpoints: [10.2.0.1, other.example.com]",
      {
        ports: [{ number: 80, name: "http-80", protocol: "HTTP" }],
        endpoints: [{ address: "10.2.0.1" }, { address: "other.example.com" }],
      },
    ],
  ])("with %s", (rest, expected) => {
    const text = write(`{ host: api.example.com, ${rest} }`);
    expect(compileSpec(text, "ServiceEntry", "api.example.com.calls")).toEqual({ ...entry, ...expected });
  });

  it("has the same objects for all callers of a namespace", () => {
    const one = write("{ host: api.example.com, port: 80, endpoints: [10.2.0.1] }");
    const two = write("{ host: api.example.com, port: 443 }, { host: api.example.com, port: 80 }", "productpage");
    const { manifests, said } = compileText(`${one}---\n${two}`);
    expect(said).toEqual([]);
    expect(list(manifests)).toEqual([
      "ServiceEntry shop/api.example.com.calls",
      "Sidecar shop/productpage",
      "Sidecar shop/reviews",
    ]);
    expect(manifests[0]?.spec).toEqual({
      ...entry,
      ports: [
        { number: 443, name: "tls-443", protocol: "TLS" },
        { number: 80, name: "http-80", protocol: "HTTP" },
      ],
      resolution: "STATIC",
      endpoints: [{ address: "10.2.0.1" }],
    });
  });

  it("gets TLS from the proxy where it is asked for", () => {
    const tls = "{ mode: SIMPLE, caCertificates: /etc/ca/ca.crt, subjectAltNames: [api.example.com] }";
    const text = write(`{ host: api.example.com, port: 8443, tls: ${tls} }`);
    expect(compileSpec(text, "ServiceEntry", "api.example.com.calls")).toEqual({
      ...entry,
      ports: [{ number: 80, name: "http-80", protocol: "HTTP", targetPort: 8443 }],
    });
    const settings = { mode: "SIMPLE", caCertificates: "/etc/ca/ca.crt", subjectAltNames: ["api.example.com"] };
    const portLevelSettings = [{ port: { number: 80 }, tls: { ...settings, sni: "api.example.com" } }];
    expect(compileSpec(text, "DestinationRule", "api.example.com.calls")).toEqual({
      host: "api.example.com",
      exportTo: ["."],
      trafficPolicy: { portLevelSettings },
    });
  });
});

describe("through an egress gateway", () => {
  const host = "api.example.com";
  const gatewayHost = "egress.istio-system.svc.cluster.local";
  const gateway = "api-example-com-egress-through";
  const gateways = [`istio-system/${gateway}`];
  const selector = { app: "egress", istio: "egress" };

  it("HTTP goes by mutual TLS, and gets TLS there", () => {
    const { manifests, said } = compileText(
      write(`{ host: ${host}, port: 443, tls: { mode: SIMPLE, credentialName: ca }, through: egress }`),
    );
    expect(said).toEqual([]);
    const specs = Object.fromEntries(list(manifests).map((name, index) => [name, manifests[index]?.spec as unknown]));
    const known = { ...entry, ports: [{ number: 80, name: "http-80", protocol: "HTTP", targetPort: 443 }] };
    const mutual = [{ port: { number: 443 }, tls: { mode: "ISTIO_MUTUAL", sni: host } }];
    const simple = [{ port: { number: 80 }, tls: { mode: "SIMPLE", credentialName: "ca", sni: host } }];
    const server = { port: { number: 443, name: "https", protocol: "HTTPS" }, hosts: [host] };
    const toGateway = { host: gatewayHost, subset: "api-example-com", port: { number: 443 } };
    const toHost = { host, port: { number: 80 } };
    expect(specs).toEqual({
      "Sidecar shop/reviews": expect.anything() as unknown,
      [`ServiceEntry shop/${host}.calls`]: known,
      [`VirtualService shop/${host}.through`]: {
        hosts: [host],
        exportTo: ["."],
        http: [{ match: [{ port: 80 }], route: [{ destination: toGateway }] }],
      },
      [`DestinationRule shop/${host}.through`]: {
        host: gatewayHost,
        exportTo: ["."],
        subsets: [{ name: "api-example-com", trafficPolicy: { portLevelSettings: mutual } }],
      },
      [`ServiceEntry istio-system/${host}.calls`]: known,
      [`Gateway istio-system/${gateway}`]: {
        selector,
        servers: [{ ...server, tls: { mode: "ISTIO_MUTUAL" } }],
      },
      [`VirtualService istio-system/${host}.egress.through`]: {
        hosts: [host],
        gateways,
        exportTo: ["."],
        http: [
          {
            match: [{ port: 443 }],
            headers: { request: { remove: ["x-forwarded-client-cert"] } },
            route: [{ destination: toHost }],
          },
        ],
      },
      [`DestinationRule istio-system/${host}.calls`]: {
        host,
        exportTo: ["."],
        trafficPolicy: { portLevelSettings: simple },
      },
    });
  });

  it("TLS of the application stays its own", () => {
    const text = write(`{ host: ${host}, port: 443, through: istio-system/egress }`);
    expect(compileSpec(text, "VirtualService", `${host}.through`)).toEqual({
      hosts: [host],
      exportTo: ["."],
      tls: [
        {
          match: [{ port: 443, sniHosts: [host] }],
          route: [{ destination: { host: gatewayHost, port: { number: 443 } } }],
        },
      ],
    });
    const server = { port: { number: 443, name: "tls", protocol: "TLS" }, hosts: [host], tls: { mode: "PASSTHROUGH" } };
    expect(compileSpec(text, "Gateway", gateway)).toEqual({ selector, servers: [server] });
    expect(compileSpec(text, "VirtualService", `${host}.egress.through`)).toEqual({
      hosts: [host],
      gateways,
      exportTo: ["."],
      tls: [{ match: [{ port: 443, sniHosts: [host] }], route: [{ destination: { host, port: { number: 443 } } }] }],
    });
  });

  it.each([
    ["a-b.c", "a--b-c"],
    ["a.b-c", "a-b--c"],
    [`${"a".repeat(60)}.example.com`, `${"a".repeat(52)}x43c9a14c2b`],
  ])("%s has a subset of its own", (name, subset) => {
    const spec = compileSpec(
      write(`{ host: ${name}, port: 80, through: egress }`),
      "DestinationRule",
      `${name}.through`,
    );
    expect(spec.subsets[0].name).toBe(subset);
  });
});

describe("a call is refused", () => {
  it.each([
    ["5", "MESH0201: `calls[0]` is 5; it must be <namespace>/<name> or a map with a host"],
    ["ratings", 'MESH0201: `calls[0]` is "ratings"; it must be <namespace>/<name>, as in shop/ratings'],
  ])("%s", (call, message) => {
    expect(compileText(write(call)).said).toEqual([
      `shop.yaml:2:9: error ${message}; correct the document; nothing has been changed`,
    ]);
  });

  it.each([
    [
      "host: api, port: 80",
      "11",
      '`calls[0].host` is "api"; it must be a whole host name in lower case, as in api.example.com or *.example.com',
    ],
    [
      "host: a.shop.svc.cluster.local, port: 80",
      "11",
      '`calls[0].host` is "a.shop.svc.cluster.local"; it is a service of the cluster; name it <namespace>/<name>',
    ],
    ["host: a.io, port: 81", "9", "`calls[0].protocol` is missing; it is needed for other ports than 80 and 443"],
    [
      "host: a.io, port: 81, protocol: TCP",
      "9",
      "`calls[0].addresses` is missing; TCP needs addresses, since it carries no host name",
    ],
    [
      "host: a.io, port: 443, tls: SIMPLE, protocol: TLS",
      "47",
      '`calls[0].protocol` is "TLS"; with tls, it must be HTTP, HTTP2 or GRPC',
    ],
    [
      "host: a.io, port: 443, tls: MUTUAL",
      "34",
      '`calls[0].tls` is "MUTUAL"; it must be SIMPLE, or a map with mode: SIMPLE',
    ],
    [
      "host: a.io, port: 80, through: true",
      "33",
      "`calls[0].through` is true; it must be the name of a gateway, or false",
    ],
    [
      "host: a.io, port: 443, tls: { mode: SIMPLE, sn: a }",
      "55",
      "`calls[0].tls.sn` is not a known key; known are mode, caCertificates, credentialName, subjectAltNames, insecureSkipVerify",
    ],
  ])("%s", (call, column, message) => {
    expect(compileText(write(`{ ${call} }`)).said).toEqual([
      `shop.yaml:2:${column}: error MESH0201: ${message}; correct the document; nothing has been changed`,
    ]);
  });

  it.each([
    [
      "port: 80, through: egres",
      '33: error MESH0203: there is no gateway egres; did you mean "egress"?; correct the name, or declare it',
    ],
    [
      "port: 80, protocol: GRPC, through: egress",
      "9: error MESH0206: HTTP and TLS go through gateway egress, and this call is GRPC; set `through: false`, or call it by HTTP or TLS",
    ],
    [
      "port: 443, tls: { mode: SIMPLE, credentialName: ca }",
      "55: error MESH0206: credentialName names a Secret of a gateway, but this call uses no gateway; use caCertificates, or name the gateway",
    ],
  ])("%s", (call, message) => {
    expect(compileText(write(`{ host: a.io, ${call} }`)).said).toEqual([`shop.yaml:2:${message}`]);
  });
});

describe("two callers that do not agree", () => {
  it.each([
    ["port: 443", "port: 443, tls: SIMPLE", []],
    [
      "port: 80",
      "port: 80, protocol: GRPC",
      ['port 80: {"number":80,"protocol":"GRPC"} here, {"number":80,"protocol":"HTTP"} in shop.yaml:2'],
    ],
    [
      "port: 80, endpoints: [10.0.0.1]",
      "port: 80, endpoints: [10.0.0.2]",
      ['endpoints: ["10.0.0.2"] here, ["10.0.0.1"] in shop.yaml:2'],
    ],
    ["port: 80, through: egress", "port: 80", ['through: false here, "egress" in shop.yaml:2']],
    [
      "port: 443, through: egress",
      "port: 80, through: egress",
      ["the port; a host has one port through a gateway: 80 here, 443 in shop.yaml:2"],
    ],
  ])("%s and %s", (one, two, expected) => {
    const { said } = compileText(
      `${write(`{ host: a.io, ${one} }`)}---\n${write(`{ host: a.io, ${two} }`, "productpage")}`,
    );
    expect(said).toEqual(
      expected.map((text) => `shop.yaml:5:9: error MESH0206: calls to a.io differ in ${text}; make them say the same`),
    );
  });
});
