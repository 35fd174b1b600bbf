// Trust domains and their aliases. Does not prove which one certificates have.
import { expect, it } from "vitest";
import { expandDomains, expandPrincipals } from "../../../src/simulate/server/trust-domains.js";

const own = ["new.example", "old.example"];

it.each([
  ["cluster.local/ns/a/sa/b", ["new.example/ns/a/sa/b", "old.example/ns/a/sa/b"]],
  ["old.example/ns/a/sa/b", ["new.example/ns/a/sa/b", "old.example/ns/a/sa/b"]],
  ["other.example/ns/a/sa/b", ["other.example/ns/a/sa/b"]],
  ["*/ns/a/sa/b", ["*/ns/a/sa/b"]],
  ["*.example/ns/a/sa/b", ["*.example/ns/a/sa/b"]],
  ["*/sa/b", ["*/sa/b"]],
])("the principal %s", (principal, expected) => {
  expect(expandPrincipals(principal, own)).toEqual(expected);
});

it.each([
  ["old.example", own],
  ["other", ["other"]],
])("the domain %s", (domain, expected) => {
  expect(expandDomains(domain, own)).toEqual(expected);
});
