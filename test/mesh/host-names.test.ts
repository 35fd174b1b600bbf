// Does not prove that Istio compares hosts so: that is by `SubsetOf` and `Matches` of its pkg/config/host.
import { expect, it } from "vitest";
import {
  computeServiceHost,
  coversHost,
  isHost,
  isVisible,
  parseServiceHost,
  readExportTo,
  shareHosts,
  toFqdn,
} from "../../src/mesh/host-names.js";

it.each([
  ["a.example.com", "a.example.com", true, true],
  ["a.example.com", "b.example.com", false, false],
  ["*.example.com", "a.example.com", true, true],
  ["*.example.com", "a.b.example.com", true, true],
  ["*.example.com", "example.com", false, false],
  ["*.example.com", "*.b.example.com", true, true],
  ["*.b.example.com", "*.example.com", false, true],
  ["a.example.com", "*.example.com", false, true],
  ["*", "a.example.com", true, true],
  ["*", "*.example.com", true, true],
  ["*.example.com", "*", false, true],
  ["*", "*", true, true],
])("%s and %s", (pattern, host, covers, shares) => {
  expect([coversHost(pattern, host), shareHosts(pattern, host)]).toEqual([covers, shares]);
});

it.each([
  ["reviews", "reviews.shop.svc.cluster.local"],
  ["reviews.shop", "reviews.shop"],
  ["*", "*"],
  ["*.shop", "*.shop"],
  ["[::1]:80", "[::1]:80"],
  ["", ""],
])('"%s" in namespace shop stands for "%s"', (name, expected) => {
  expect(toFqdn(name, "shop")).toBe(expected);
});

it("a Service's host is made, and taken apart again", () => {
  expect(computeServiceHost("shop", "reviews")).toBe("reviews.shop.svc.cluster.local");
  expect(parseServiceHost("reviews.shop.svc.cluster.local")).toEqual({ name: "reviews", namespace: "shop" });
  expect(["reviews", "reviews.shop", "reviews.shop.svc", "a.example.com"].map(parseServiceHost)).toEqual([
    undefined,
    undefined,
    undefined,
    undefined,
  ]);
});

it.each([
  ["www.example.com", true],
  ["*.example.com", true],
  ["*", false],
  ["example", false],
  ["WWW.example.com", false],
])("%s is a host: %s", (text, expected) => {
  expect(isHost(text)).toBe(expected);
});

it.each<[unknown, unknown, string[], boolean]>([
  [undefined, undefined, ["*"], true],
  [["."], undefined, ["shop"], false],
  [[".", "bank"], undefined, ["shop", "bank"], true],
  [["~"], undefined, ["~"], false],
  [undefined, ["."], ["shop"], false],
  [["*"], ["."], ["*"], true],
])("exported to %j, by default to %j", (exportTo, byDefault, namespaces, isSeen) => {
  const visibleIn = readExportTo(exportTo, byDefault, "shop");
  expect([[...visibleIn], isVisible(visibleIn, "bank")]).toEqual([namespaces, isSeen]);
});
