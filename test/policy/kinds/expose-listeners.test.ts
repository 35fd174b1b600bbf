// Does not prove that a gateway answers so: test/e2e/policy/gateway-tls.test.ts does.
import { expect, it } from "vitest";
import { compileText, list } from "../compile-text.js";
import { document, listeners, meshOf, shopTls } from "./expose-listeners.js";

const compile = (text: string) => compileText(text, { mesh: meshOf(listeners) });

const selector = { app: "public", istio: "public" };
const to = (name: string, port?: number) => [
  {
    destination: { host: `${name}.shop.svc.cluster.local`, ...(port === undefined ? {} : { port: { number: port } }) },
  },
];
const root = [{ uri: { prefix: "/" } }];
const redirect = { port: { number: 80, name: "http", protocol: "HTTP" }, tls: { httpsRedirect: true } };
const https = { port: { number: 443, name: "https", protocol: "HTTPS" }, tls: shopTls };

it("serves a host at every listener with HTTP that takes it, and what has one certificate as one server", () => {
  const { manifests, said } = compile(
    `${document("reviews", "hosts: [www.a.io, b.shop.io]")}---\n${document("ratings", "hosts: [www.a.io], paths: [/r]")}`,
  );
  expect(said).toEqual([]);
  expect(list(manifests)).toEqual([
    "Gateway ingress/b-shop-io-public",
    "Gateway ingress/https-public",
    "Gateway ingress/www-a-io-public",
    "VirtualService ingress/b.shop.io.public",
    "VirtualService ingress/www.a.io.public",
  ]);
  expect(manifests.map(({ spec }) => spec as unknown)).toEqual([
    { selector, servers: [{ ...redirect, hosts: ["./b.shop.io"] }] },
    { selector, servers: [{ ...https, hosts: ["./b.shop.io", "./www.a.io"] }] },
    { selector, servers: [{ ...redirect, hosts: ["./www.a.io"] }] },
    {
      hosts: ["b.shop.io"],
      gateways: ["ingress/b-shop-io-public", "ingress/https-public"],
      exportTo: ["."],
      http: [{ name: "shop/reviews/default", match: root, route: to("reviews") }],
    },
    {
      hosts: ["www.a.io"],
      gateways: ["ingress/https-public", "ingress/www-a-io-public"],
      exportTo: ["."],
      http: [
        {
          name: "shop/ratings/default",
          match: [{ uri: { exact: "/r" } }, { uri: { prefix: "/r/" } }],
          route: to("ratings"),
        },
        { name: "shop/reviews/default", match: root, route: to("reviews") },
      ],
    },
  ]);
});

it("listener narrows what is exposed to its port, beside what is exposed at all", () => {
  const { manifests, said } = compile(
    `${document("reviews", "hosts: [www.shop.io], listener: clients")}---\n${document("ratings", "hosts: [www.shop.io], listener: https")}`,
  );
  expect(said).toEqual([]);
  expect(list(manifests)).toEqual([
    "Gateway ingress/clients-public",
    "Gateway ingress/https-public",
    "VirtualService ingress/www.shop.io.public",
  ]);
  expect(manifests.map(({ spec }) => spec as unknown)).toEqual([
    {
      selector,
      servers: [
        {
          port: { number: 8443, name: "clients", protocol: "HTTPS" },
          hosts: ["./www.shop.io"],
          tls: { mode: "MUTUAL", credentialName: "public-clients", minProtocolVersion: "TLSV1_3" },
        },
      ],
    },
    { selector, servers: [{ ...https, hosts: ["./www.shop.io"] }] },
    {
      hosts: ["www.shop.io"],
      gateways: ["ingress/clients-public", "ingress/https-public"],
      exportTo: ["."],
      http: [
        { name: "shop/reviews/default", match: [{ uri: { prefix: "/" }, port: 8443 }], route: to("reviews") },
        { name: "shop/ratings/default", match: [{ uri: { prefix: "/" }, port: 443 }], route: to("ratings") },
      ],
    },
  ]);
});

it("takes a host with * where a listener has it", () => {
  const { manifests, said } = compile(document("reviews", 'hosts: ["*.shop.io", "*.eu.shop.io"], listener: https'));
  expect(said).toEqual([]);
  expect(list(manifests)).toEqual([
    "Gateway ingress/https-public",
    "VirtualService ingress/wc--any.eu.shop.io.public",
    "VirtualService ingress/wc--any.shop.io.public",
  ]);
  expect(manifests[0]?.spec).toEqual({ selector, servers: [{ ...https, hosts: ["./*.eu.shop.io", "./*.shop.io"] }] });
  expect(manifests[2]?.spec.hosts).toEqual(["*.shop.io"]);
});

it("leads TLS through by the host that clients name, with the weights of the service", () => {
  const versions =
    "versions: { v1: { version: v1 }, v2: { version: v2 } }\nroutes: [{ name: a, to: { v1: 90, v2: 10 } }]\n";
  const { manifests, said } = compile(document("mixed", "hosts: [a.kafka.io], listener: kafka") + versions);
  expect(said).toEqual([]);
  const made = manifests.filter(({ metadata }) => metadata.namespace === "ingress");
  expect(list(made)).toEqual(["Gateway ingress/kafka-public", "VirtualService ingress/a.kafka.io.public"]);
  const server = {
    port: { number: 443, name: "kafka", protocol: "TLS" },
    hosts: ["./a.kafka.io"],
    tls: { mode: "PASSTHROUGH" },
  };
  const host = "mixed.shop.svc.cluster.local";
  expect(made.map(({ spec }) => spec as unknown)).toEqual([
    { selector, servers: [server] },
    {
      hosts: ["a.kafka.io"],
      gateways: ["ingress/kafka-public"],
      exportTo: ["."],
      tls: [
        {
          match: [{ port: 443, sniHosts: ["a.kafka.io"] }],
          route: [
            { destination: { host, subset: "v1", port: { number: 6379 } }, weight: 90 },
            { destination: { host, subset: "v2", port: { number: 6379 } }, weight: 10 },
          ],
        },
      ],
    },
  ]);
});

it("leads a port of TCP to one service", () => {
  const { manifests, said } = compile(document("database", "listener: postgres"));
  expect(said).toEqual([]);
  expect(list(manifests)).toEqual(["Gateway ingress/postgres-public", "VirtualService ingress/postgres.public"]);
  expect(manifests.map(({ spec }) => spec as unknown)).toEqual([
    { selector, servers: [{ port: { number: 31400, name: "postgres", protocol: "TCP" }, hosts: ["./*"] }] },
    {
      hosts: ["*"],
      gateways: ["ingress/postgres-public"],
      exportTo: ["."],
      tcp: [{ match: [{ port: 31400 }], route: to("database") }],
    },
  ]);
});

it("makes nothing of a listener where those of the gateway are not known", () => {
  const text =
    document("database", "listener: postgres") +
    '  - { gateway: ingress/public, hosts: ["*.a.io"], listener: https }\n';
  expect(compileText(text, { mesh: meshOf() })).toEqual({ manifests: [], said: [] });
});

it("a host keeps to its port beside one that has the same certificate and asks for less", () => {
  const beside = {
    open: { protocol: "HTTPS" as const, port: 443, hosts: ["*.shop.io"], tls: shopTls },
    known: {
      protocol: "HTTPS" as const,
      port: 8443,
      hosts: ["*.shop.io"],
      tls: { ...shopTls, mode: "MUTUAL" as const },
    },
  };
  const text = `${document("reviews", 'hosts: ["*.shop.io"], listener: open')}---\n${document("ratings", "hosts: [www.shop.io], listener: known")}`;
  const { manifests, said } = compileText(text, { mesh: meshOf(beside) });
  expect(said).toEqual([]);
  expect(list(manifests)).toEqual([
    "Gateway ingress/known-public",
    "VirtualService ingress/wc--any.shop.io.public",
    "VirtualService ingress/www.shop.io.public",
  ]);
  expect(manifests.slice(1).map(({ spec }) => spec.http as unknown)).toEqual([
    [{ name: "shop/reviews/default", match: [{ ...root[0], port: 443 }], route: to("reviews") }],
    [{ name: "shop/ratings/default", match: [{ ...root[0], port: 8443 }], route: to("ratings") }],
  ]);
});
