// Does not prove that a gateway answers: test/e2e/policy/expose.test.ts does.
import { describe, expect, it } from "vitest";
import { compileSpec, compileText, list } from "../compile-text.js";

const at = (path: string) => [{ uri: { exact: path } }, { uri: { prefix: `${path}/` } }];
const to = (name: string) => [{ destination: { host: `${name}.shop.svc.cluster.local` } }];
const read = (text: string) => compileSpec(text, "VirtualService", "www.service1.io.public");
const expose = (rest = "", hosts = "www.service1.io") =>
  `expose: [{ gateway: ingress/public, hosts: [${hosts}]${rest} }]\n`;

it("a host gets one Gateway and one VirtualService, with the routes of all its services", () => {
  const text = `
service: shop/reviews
${expose(", paths: [/reviews]")}
---
service: shop/ratings
${expose(", paths: [/, /reviews/stars]")}
`;
  const { manifests, said } = compileText(text);
  expect(said).toEqual([]);
  expect(list(manifests)).toEqual([
    "Gateway ingress/www-service1-io-public",
    "VirtualService ingress/www.service1.io.public",
  ]);
  expect(manifests[0]?.spec).toEqual({
    selector: { app: "public", istio: "public" },
    servers: [{ port: { number: 80, name: "http", protocol: "HTTP" }, hosts: ["./www.service1.io"] }],
  });
  expect(manifests[1]?.spec).toEqual({
    hosts: ["www.service1.io"],
    gateways: ["ingress/www-service1-io-public"],
    exportTo: ["."],
    http: [
      { name: "shop/ratings/default", match: at("/reviews/stars"), route: to("ratings") },
      { name: "shop/reviews/default", match: at("/reviews"), route: to("reviews") },
      { name: "shop/ratings/default", match: [{ uri: { prefix: "/" } }], route: to("ratings") },
    ],
  });
});

it("each host of a service is an object of its own", () => {
  const { manifests } = compileText(`service: shop/reviews\n${expose("", "a.io, b.io")}`);
  expect(list(manifests)).toEqual([
    "Gateway ingress/a-io-public",
    "Gateway ingress/b-io-public",
    "VirtualService ingress/a.io.public",
    "VirtualService ingress/b.io.public",
  ]);
});

describe("the routes of the service", () => {
  const routes = (list: string, more = "") =>
    `service: shop/reviews\nversions: { v1: { version: v1 }, v2: { version: v2 } }\nroutes: [${list}]\n${more}`;
  const v2 = [{ destination: { host: "reviews.shop.svc.cluster.local", subset: "v2" }, weight: 100 }];

  it("have all that they have in the mesh", () => {
    const text = routes("{ name: testers, match: [{ headers: { x: { exact: z } } }], to: { v2: 100 }, timeout: 2s }");
    expect(read(`namespace: shop\ntimeout: 5s\n---\n${text}${expose(", paths: [/r]")}`).http).toEqual([
      {
        name: "shop/reviews/testers",
        match: at("/r").map((match) => ({ ...match, headers: { x: { exact: "z" } } })),
        route: v2,
        timeout: "2s",
      },
      { name: "shop/reviews/default", match: at("/r"), route: to("reviews"), timeout: "5s" },
    ]);
  });

  it.each([
    ["{ uri: { prefix: /r } }", at("/r")],
    ["{ uri: { prefix: / } }", at("/r")],
    ["{ uri: { prefix: /r/a } }", [{ uri: { prefix: "/r/a" } }]],
    ["{ uri: { exact: /r/a } }", [{ uri: { exact: "/r/a" } }]],
    ["{ uri: { exact: /r } }", [{ uri: { exact: "/r" } }]],
    ["{ uri: { prefix: /R/A }, ignoreUriCase: true }", [{ uri: { prefix: "/R/A" }, ignoreUriCase: true }]],
    ["{ port: 9080 }", at("/r")],
  ])("keep of %s what is below the path", (match, expected) => {
    const http = read(`${routes(`{ name: a, match: [${match}] }`)}${expose(", paths: [/r]")}`).http;
    expect(http[0]).toEqual({ name: "shop/reviews/a", match: expected, route: to("reviews") });
    expect(http).toHaveLength(2);
  });

  it.each([
    "{ uri: { prefix: /other } }",
    "{ uri: { exact: /rs } }",
    "{ sourceLabels: { app: a } }",
    "{ sourceNamespace: a }",
  ])("are left out where %s cannot come by the gateway and path", (match) => {
    const { http } = read(`${routes(`{ name: a, match: [${match}] }`)}${expose(", paths: [/r]")}`);
    expect(http).toEqual([{ name: "shop/reviews/default", match: at("/r"), route: to("reviews") }]);
  });

  it("keep a regex at /, and are refused with one below a path", () => {
    const one = routes("{ name: a, match: [{ uri: { regex: /a.* } }] }");
    expect(read(one + expose()).http[0].match).toEqual([{ uri: { regex: "/a.*" } }]);
    expect(compileText(one + expose(", paths: [/r]")).said).toEqual([
      "shop.yaml:4:71: error MESH0206: route shop/reviews/a asks for a path by regex, which cannot be limited to /r; ask for it by prefix or exact, or expose the service at /",
    ]);
  });

  it("share weights that someone else owns", () => {
    const { http } = read(routes("{ name: a, to: { v1: 90, v2: 10 }, weightsOwnedBy: rollouts }", expose()));
    const delegate = { name: "reviews.a", namespace: "shop" };
    expect(http).toEqual([{ name: "shop/reviews/a", match: [{ uri: { prefix: "/" } }], delegate }]);
  });
});

describe("a service with several ports", () => {
  const host = (name: string) => `${name}.shop.svc.cluster.local`;

  it("gets the one with HTTP or gRPC named, and so do the destinations that have a choice", () => {
    const { http } = read(`
service: shop/mixed
versions: { v1: { version: v1 } }
routes: [{ name: a, to: { v1: 50, shop/reviews: 50 } }]
${expose()}`);
    expect(http[0].route).toEqual([
      { destination: { host: host("mixed"), subset: "v1", port: { number: 80 } }, weight: 50 },
      { destination: { host: host("reviews") }, weight: 50 },
    ]);
  });

  it("needs another way than delegated weights", () => {
    const text = `service: shop/mixed
versions: { v1: { version: v1 }, v2: { version: v2 } }
routes: [{ name: a, to: { v1: 50, v2: 50 }, weightsOwnedBy: flagger }]
${expose()}`;
    expect(compileText(text).said).toEqual([
      "shop.yaml:4:10: error MESH0206: route shop/mixed/a has weightsOwnedBy, and what it delegates to names no port; the service has several; expose a service with one port",
    ]);
  });
});

describe("is refused", () => {
  const two = `
apiVersion: v1
kind: Service
metadata: { name: two, namespace: shop }
spec: { ports: [{ name: http, port: 80 }, { name: grpc, port: 90 }] }
---
`;

  it.each([
    [
      "",
      "10: error MESH0240: shop/two has several ports with HTTP or gRPC: 80, 90; add `port` with the one that is meant",
    ],
    [", port: 70", "63: error MESH0203: shop/two has no port 70 with HTTP or gRPC; name one of 80, 90"],
  ])("with %j where it has several ports", (rest, message) => {
    expect(compileText(`${two}service: shop/two\n${expose(rest)}`).said).toEqual([`shop.yaml:8:${message}`]);
  });

  it("at a gateway that there is not", () => {
    expect(compileText(`service: shop/reviews\nexpose: [{ gateway: ingress/pubic, hosts: [a.io] }]\n`).said).toEqual([
      'shop.yaml:2:12: error MESH0203: there is no gateway ingress/pubic; did you mean "ingress/public"?; correct the name, or declare it',
    ]);
  });

  it("at a path of another service, with both places", () => {
    const [one, other] = ["reviews", "ratings"].map((name) => `service: shop/${name}\n${expose(", paths: [/r]")}`);
    expect(compileText(`${one}---\n${other}`).said).toEqual([
      "shop.yaml:5:71: error MESH0206: www.service1.io/r is service shop/reviews already, by shop.yaml:2; give one of them another path",
    ]);
  });

  it("at its own path once more", () => {
    expect(compileText(`service: shop/reviews\n${expose(", paths: [/r, /r]")}`).said).toEqual([
      "shop.yaml:2:75: error MESH0206: www.service1.io/r is this service already, by shop.yaml:2; give one of them another path",
    ]);
  });

  it.each(["/r/", "r", "//", "/r?a", "/r/*"])("at path %s", (path) => {
    expect(compileText(`service: shop/reviews\n${expose(`, paths: ["${path}"]`)}`).said).toEqual([
      `shop.yaml:2:71: error MESH0201: \`expose[0].paths[0]\` is "${path}"; it must begin with / and must not end with it, as in /reviews, or be / alone; correct the document; nothing has been changed`,
    ]);
  });

  it("for TCP alone", () => {
    expect(compileText(`service: shop/database\n${expose()}`).said).toEqual([
      "shop.yaml:2:10: error MESH0204: the listener routes to HTTP or gRPC, and the ports of shop/database are 5432 tcp; name a listener with TLS or TCP, or the port's protocol by its appProtocol",
    ]);
  });
});
