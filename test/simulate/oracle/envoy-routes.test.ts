// Does not prove Envoy's own matching, only that what istiod writes is read as its documentation says.
import { expect, it } from "vitest";
import { findRoute, listShares, type EnvoyRoute } from "./envoy-routes.js";

const request = { authority: "web", scheme: "http", method: "GET", path: "/api", query: "debug=true", headers: {} };
const to = (cluster: string, match: EnvoyRoute["match"] = { prefix: "/" }): EnvoyRoute => ({
  match,
  route: { cluster },
});
const find = (routes: EnvoyRoute[], rest: Partial<typeof request> = {}) =>
  findRoute({ name: "80", virtual_hosts: [{ name: "all", domains: ["*"], routes }] }, { ...request, ...rest })?.route
    ?.cluster;

it("finds the host by its whole name, then by the longest end, then by any", () => {
  const hosts = ["*", "*.example", "*.shop.example", "www.shop.example"].map((domain) => ({
    name: domain,
    domains: [domain],
    routes: [to(domain)],
  }));
  const of = (authority: string) => findRoute({ name: "80", virtual_hosts: hosts }, { ...request, authority });
  expect(["WWW.shop.example", "a.shop.example", "a.example", "other"].map((name) => of(name)?.route?.cluster)).toEqual([
    ...["www.shop.example", "*.shop.example", "*.example", "*"],
  ]);
});

it.each<[EnvoyRoute["match"], string | undefined]>([
  [{ path: "/api" }, "found"],
  [{ path: "/API" }, undefined],
  [{ path: "/API", case_sensitive: false }, "found"],
  [{ path_separated_prefix: "/ap" }, undefined],
  [{ path_separated_prefix: "/api" }, "found"],
  [{ safe_regex: { regex: "/a." } }, undefined],
  [{ safe_regex: { regex: "/a.*" } }, "found"],
  [{ prefix: "/", headers: [{ name: ":method", string_match: { exact: "GET" } }] }, "found"],
  [{ prefix: "/", headers: [{ name: "x-user", string_match: { exact: "alice" } }] }, undefined],
  [{ prefix: "/", headers: [{ name: "x-user", string_match: { exact: "alice" }, invert_match: true }] }, undefined],
  [{ prefix: "/", headers: [{ name: "x-user", present_match: true, invert_match: true }] }, "found"],
  [{ prefix: "/", query_parameters: [{ name: "debug", string_match: { exact: "true" } }] }, "found"],
  [{ prefix: "/", query_parameters: [{ name: "page", present_match: true }] }, undefined],
])("matches %j: %s", (match, expected) => {
  expect(find([to("found", match)])).toBe(expected);
});

it("takes the first of several, and adds up the shares of one cluster", () => {
  expect(find([to("first"), to("second")])).toBe("first");
  const clusters = [
    { name: "a", weight: 1 },
    { name: "b", weight: 2 },
    { name: "a", weight: 1 },
    { name: "c", weight: 0 },
  ];
  expect(listShares({ match: {}, route: { weighted_clusters: { clusters } } })).toEqual({ a: 0.5, b: 0.5 });
});
