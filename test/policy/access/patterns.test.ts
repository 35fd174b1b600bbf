// Does not prove what Istio matches by a pattern: the live tests of the kinds that have them do.
import { expect, it } from "vitest";
import {
  hostPattern,
  methodPattern,
  pathPattern,
  pattern,
  principalPattern,
} from "../../../src/policy/access/patterns.js";

it.each(["a", "*", "a*", "*a"])("%s is a pattern", (text) => {
  expect(pattern.safeParse(text).success).toBe(true);
});

it.each(["", "a*b", "*a*", "**"])("%j is none", (text) => {
  expect(pattern.safeParse(text).success).toBe(false);
});

it.each(["/", "/a", "/a*", "*/a", "*", "/a/", "/{*}", "/a/{*}/b/{*}", "/a/{**}", "/{*}/{**}/b"])(
  "%s is a path",
  (text) => {
    expect(pathPattern.safeParse(text).success).toBe(true);
  },
);

it.each([
  "",
  "a",
  "/a/*/b",
  "/a{*}",
  "/{id}",
  "/{**}/{*}",
  "/{**}/{**}",
  "/{*}/b*",
  "/{*}//b",
  "/a}",
  "/a?x=1",
  "/{*}/ä",
])("%j is none", (text) => {
  expect(pathPattern.safeParse(text).success).toBe(false);
});

it.each([
  ["principal", principalPattern, "cluster.local/ns/shop/sa/web", "spiffe://cluster.local/ns/shop/sa/web"],
  ["method", methodPattern, "GET", "get"],
  ["method", methodPattern, "P*", "p*"],
  ["host", hostPattern, "*.example.com", "https://example.com"],
])("of a %s it takes only what a request can have", (_, schema, right, wrong) => {
  expect([right, wrong].map((text) => schema.safeParse(text).success)).toEqual([true, false]);
});
