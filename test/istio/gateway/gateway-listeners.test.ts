// Does not prove that Istio makes such servers: test/e2e/policy/gateway-tls.test.ts does.
import { expect, it } from "vitest";
import { formatProblem } from "../../findings/format-problem.js";
import { computeTlsMode, findListenerProblems } from "../../../src/istio/gateway/gateway-listeners.js";
import type { GatewayListener } from "../../../src/istio/gateway/listener-settings.js";

const certificates = {
  shop: { secret: "shop" },
  pem: { certificate: "PEM", privateKey: "PEM" },
  mutual: { certificate: "PEM", privateKey: "PEM", caCertificate: "PEM" },
};
const http: GatewayListener = { protocol: "HTTP", port: 80 };
const https: GatewayListener = { protocol: "HTTPS", port: 443, tls: { certificate: "shop" } };
const tls: GatewayListener = { protocol: "TLS", port: 443 };
const tcp: GatewayListener = { protocol: "TCP", port: 31400 };

const say = (listeners: Record<string, unknown>, more = {}) =>
  findListenerProblems({
    profile: "demo",
    certificates,
    listeners: listeners as Record<string, GatewayListener>,
    ...more,
  }).map((problem) => `${problem.path.join(".")}: ${formatProblem(problem)}`);

it.each<[string, Record<string, GatewayListener>]>([
  ["one of every protocol", { http, https, tcp, kafka: { ...tls, port: 15443 } }],
  ["HTTPS and TLS on one port", { https: { ...https, hosts: ["*.example.com"] }, tls }],
  ["two HTTPS on one port", { https, pem: { ...https, tls: { certificate: "pem", mode: "SIMPLE" } } }],
  [
    "one certificate for two teams",
    { https, again: { ...https, namespaces: ["a"], tls: { certificate: "shop", mode: "SIMPLE" } } },
  ],
  ["client certificates", { https: { ...https, tls: { certificate: "mutual", mode: "MUTUAL" } } }],
  ["client certificates by what a Secret has", { https: { ...https, tls: { certificate: "shop", mode: "MUTUAL" } } }],
  ["a redirect", { http: { ...http, httpsRedirect: true }, https }],
  [
    "a redirect of some hosts",
    {
      http: { ...http, httpsRedirect: true, hosts: ["a.example.com", "*.b.example.com"] },
      https: { ...https, hosts: ["*.example.com"] },
    },
  ],
])("takes %s", (_, listeners) => {
  expect(say(listeners)).toEqual([]);
});

it("has nothing to say without listeners", () => {
  expect(findListenerProblems({ ports: [{ name: "tcp", port: 1 }] })).toEqual([]);
});

it.each<[string, unknown, string]>([
  [
    "Https",
    https,
    'listeners.Https: error MESH0241: the listener "Https" has no DNS label as its name; use at most 63 of a-z, 0-9 and "-", as in https',
  ],
  [
    "https",
    { ...https, protocol: "HTTP2" },
    'listeners.https.protocol: error MESH0106: `listeners.https.protocol` is "HTTP2", but must be one of HTTP, HTTPS, TLS, TCP; did you mean "HTTP"?; use one of the listed values',
  ],
  [
    "https",
    { ...https, tls: { certificate: "shop", mode: "ISTIO_MUTUAL" } },
    'listeners.https.tls.mode: error MESH0106: `listeners.https.tls.mode` is "ISTIO_MUTUAL", but must be one of SIMPLE, MUTUAL, PASSTHROUGH; did you mean "MUTUAL"?; use one of the listed values',
  ],
  [
    "https",
    { ...https, tls: { certificate: "shop", minProtocolVersion: "TLSV1_1" } },
    'listeners.https.tls.minProtocolVersion: error MESH0106: `listeners.https.tls.minProtocolVersion` is "TLSV1_1", but must be one of TLSV1_2, TLSV1_3; did you mean "TLSV1_2"?; use one of the listed values',
  ],
  [
    "http",
    { ...http, port: 8080 },
    "listeners.http.port: error MESH0241: `listeners.http.port` is 8080, but the gateway's Service has the ports 15021, 80, 443, 31400, 15443; use one of them, or add it to `ports`",
  ],
  [
    "tcp",
    { ...tcp, hosts: ["a.example.com"] },
    "listeners.tcp.hosts: error MESH0241: `listeners.tcp.hosts` is given, but TCP names no host; remove `hosts`, or use TLS, where clients name one",
  ],
  [
    "http",
    { ...http, hosts: ["a.example.com", "*"] },
    'listeners.http.hosts.1: error MESH0241: `listeners.http.hosts[1]` is "*", which is not a host name in lower case; write it as in www.example.com or *.example.com',
  ],
  [
    "http",
    { ...http, tls: { minProtocolVersion: "TLSV1_3" } },
    "listeners.http.tls: error MESH0241: `listeners.http.tls` is given, but HTTP has no TLS; remove it, or use HTTPS",
  ],
  [
    "tcp",
    { ...tcp, tls: { certificate: "shop" } },
    "listeners.tcp.tls: error MESH0241: `listeners.tcp.tls` is given, but TCP has no TLS; remove it, or use TLS",
  ],
  [
    "https",
    { ...https, tls: { mode: "PASSTHROUGH" } },
    "listeners.https.tls.mode: error MESH0241: `listeners.https.tls.mode` is PASSTHROUGH, but with HTTPS the gateway ends TLS; use protocol TLS, or mode SIMPLE or MUTUAL",
  ],
  [
    "tls",
    { ...tls, tls: { mode: "SIMPLE", certificate: "shop" } },
    "listeners.tls.tls.mode: error MESH0241: `listeners.tls.tls.mode` is SIMPLE, but TLS goes through to the service; use protocol HTTPS, or mode PASSTHROUGH",
  ],
  [
    "tls",
    { ...tls, tls: { certificate: "shop" } },
    "listeners.tls.tls.certificate: error MESH0241: `listeners.tls.tls.certificate` is given, but with PASSTHROUGH the service ends TLS; remove it, or use protocol HTTPS",
  ],
  [
    "tls",
    { ...tls, tls: { minProtocolVersion: "TLSV1_3" } },
    "listeners.tls.tls.minProtocolVersion: error MESH0241: `listeners.tls.tls.minProtocolVersion` is given, but with PASSTHROUGH the service ends TLS; remove it, or use protocol HTTPS",
  ],
  [
    "https",
    { protocol: "HTTPS", port: 443 },
    "listeners.https: error MESH0241: the listener https is HTTPS and names no certificate of the gateway; it has shop, pem, mutual; add `tls.certificate`, and the certificate to the gateway's `certificates`",
  ],
  [
    "https",
    { ...https, tls: { certificate: "shp" } },
    'listeners.https.tls.certificate: error MESH0241: `listeners.https.tls.certificate` is "shp", which the gateway does not have; it has shop, pem, mutual; did you mean "shop"?; add it to the gateway\'s `certificates`',
  ],
  [
    "https",
    { ...https, tls: { certificate: "pem", mode: "MUTUAL" } },
    "listeners.https.tls.mode: error MESH0241: the listener https is MUTUAL, and the certificate pem has no `caCertificate` to check clients by; add `caCertificate`, or use mode SIMPLE",
  ],
  [
    "https",
    { ...https, httpsRedirect: true },
    "listeners.https.httpsRedirect: error MESH0241: `listeners.https.httpsRedirect` is true, but HTTPS is not redirected to HTTPS; remove it, or use protocol HTTP",
  ],
  [
    "http",
    { ...http, httpsRedirect: true },
    "listeners.http.httpsRedirect: error MESH0241: the listener http redirects to HTTPS, and there is no HTTPS listener; add an HTTPS listener for the same hosts",
  ],
])("refuses %s as %j", (name, listener, message) => {
  expect(say({ [name]: listener })).toEqual([message]);
});

it("refuses a redirect of hosts that no HTTPS listener has", () => {
  const listeners = {
    http: { ...http, httpsRedirect: true, hosts: ["a.example.com", "a.example.org"] },
    https: { ...https, hosts: ["*.example.com"] },
  };
  expect(say(listeners)).toEqual([
    "listeners.http.httpsRedirect: error MESH0241: the listener http redirects to HTTPS, and no HTTPS listener has a.example.org; add an HTTPS listener for the same hosts",
  ]);
});

it("says that there are no certificates at all", () => {
  expect(say({ https }, { certificates: undefined })).toEqual([
    'listeners.https.tls.certificate: error MESH0241: `listeners.https.tls.certificate` is "shop", which the gateway does not have; it has none; add it to the gateway\'s `certificates`',
  ]);
});

it.each<[GatewayListener, GatewayListener, string]>([
  [
    { ...http, port: 443 },
    https,
    "port: error MESH0242: the listeners a (HTTP) and b (HTTPS) are both on port 443; give one of them another port",
  ],
  [
    tcp,
    { ...tls, port: 31400 },
    "port: error MESH0242: the listeners a (TCP) and b (TLS) are both on port 31400; give one of them another port",
  ],
  [
    tcp,
    tcp,
    "port: error MESH0242: the listeners a (TCP) and b (TCP) are both on port 31400; give one of them another port",
  ],
  [
    https,
    { ...https, tls: { certificate: "shop", minProtocolVersion: "TLSV1_3" } },
    "tls: error MESH0242: the listeners a and b have certificate shop on port 443, with other TLS settings; give them the same mode and minProtocolVersion, or certificates of their own",
  ],
])("refuses %j beside %j", (a, b, message) => {
  expect(say({ a, b })).toEqual([`listeners.b.${message}`]);
});

it("says everything at once", () => {
  expect(say({ http: { ...http, port: 1, httpsRedirect: true }, tcp: { ...tcp, port: 2, tls: {} } })).toHaveLength(4);
});

it.each<[GatewayListener, string | undefined]>([
  [http, undefined],
  [https, "SIMPLE"],
  [tls, "PASSTHROUGH"],
])("has for %j the mode %s", (listener, mode) => {
  expect(computeTlsMode(listener)).toBe(mode);
});
