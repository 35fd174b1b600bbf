// Does not prove what a proxy makes of the traffic of a port: the live tests of policies do.
import { expect, it } from "vitest";
import { isHttp, isTls, parseProtocol, protocols, readPortProtocol } from "../../src/mesh/protocols.js";

it.each<[Record<string, unknown>, string | undefined]>([
  [{ name: "http" }, "HTTP"],
  [{ name: "HTTP2-web" }, "HTTP2"],
  [{ name: "grpc-web-shop" }, "GRPC-WEB"],
  [{ name: "grpc-shop" }, "GRPC"],
  [{ name: "web" }, undefined],
  [{}, undefined],
  [{ name: "http", appProtocol: "tcp" }, "TCP"],
  [{ name: "http", appProtocol: null }, "HTTP"],
  [{ name: "http", appProtocol: "other" }, undefined],
  [{ appProtocol: "kubernetes.io/h2c" }, "HTTP2"],
  [{ appProtocol: "kubernetes.io/ws" }, "HTTP"],
  [{ appProtocol: "kubernetes.io/wss" }, "HTTPS"],
  [{ port: 3306 }, "TCP"],
  [{ port: 3306, name: "http" }, "HTTP"],
  [{ name: "http", protocol: "UDP" }, "UDP"],
  [{ name: "http", protocol: "SCTP" }, "UDP"],
  [{ name: "constructor" }, undefined],
])("the port %j is %s", (port, protocol) => {
  expect(readPortProtocol(port)).toBe(protocol);
});

it("knows a protocol in either case, and nothing else", () => {
  expect(["http_proxy", "Tls", "", "x", undefined, 1].map(parseProtocol)).toEqual([
    "HTTP_PROXY",
    "TLS",
    ...[undefined, undefined, undefined, undefined],
  ]);
});

it("tells what proxies see", () => {
  expect(protocols.filter(isHttp)).toEqual(["GRPC", "GRPC-WEB", "HTTP", "HTTP_PROXY", "HTTP2"]);
  expect(protocols.filter(isTls)).toEqual(["HTTPS", "TLS"]);
  expect([isHttp(undefined), isTls(undefined)]).toEqual([false, false]);
});
