// How AuthorizationPolicies compare texts. Does not prove that Envoy does so: the live proof of simulation does.
import { expect, it } from "vitest";
import { matchesGlob, matchesHost, matchesPath, matchesText } from "../../../src/simulate/server/text-patterns.js";

it.each([
  ["a", "a", true],
  ["a", "A", false],
  ["*", "a", true],
  ["*", "", false],
  ["a*", "ab", true],
  ["*b", "ab", true],
  ["*", "*", true],
  ["a*b", "a*b", true],
  ["a*b", "axb", false],
])("the pattern %s of %s", (pattern, text, expected) => {
  expect(matchesText(pattern, text)).toBe(expected);
});

it.each([
  ["Shop.example.com", "shop.EXAMPLE.com", true],
  ["*.example.com", "a.Example.com", true],
])("the host %s of %s", (pattern, host, expected) => {
  expect(matchesHost(pattern, host)).toBe(expected);
});

it.each([
  ["shop", "shop", true],
  ["shop", "shops", false],
  ["sh*", "shop", true],
  ["*op", "shop", true],
  ["s*p", "shop", true],
  ["s*o*p", "shoop", true],
  ["sh*hop", "shop", false],
  ["*", "shop", true],
])("the namespace %s of %s", (pattern, text, expected) => {
  expect(matchesGlob(pattern, text)).toBe(expected);
});

it.each([
  ["/a/{*}", "/a/b", true],
  ["/a/{*}", "/a/", false],
  ["/a/{*}", "/a/b/c", false],
  ["/a/{*}/c", "/a/b/c", true],
  ["/a/{**}", "/a/", true],
  ["/a/{**}", "/a/b/c", true],
  ["/{**}/c", "/a/b/c", true],
  ["/a.b/{*}", "/axb/c", false],
])("the path %s of %s", (pattern, path, expected) => {
  expect(matchesPath(pattern, path)).toBe(expected);
});
