// Which access values are tighter than which. Does not prove that it finds all that are: what it cannot tell, it calls looser.
import { expect, it } from "vitest";
import { compileText } from "../compile-text.js";

it.each([
  ["{ default: deny }", "{ allow: [{ methods: [GET] }] }", true],
  ["{ default: deny }", "{ deny: [{ methods: [GET] }] }", true],
  ["{ default: deny }", "{ default: allow }", false],
  ["{ default: deny }", "{ default: allow, dryRun: true }", true],
  ["{ default: deny, dryRun: true }", "{ default: allow }", true],
  ["{ allow: [{ from: [shop/*] }] }", "{ allow: [{ from: [shop/ratings], methods: [GET] }] }", true],
  ["{ allow: [{ from: [shop/*] }] }", "{ allow: [{ from: [other/*] }] }", false],
  ["{ allow: [{ from: [shop/*] }] }", "{ allow: [{ methods: [GET] }] }", false],
  ["{ allow: [{ from: [shop/*] }] }", "{ allow: [{ from: [shop/ratings], principals: [x] }] }", false],
  ["{ allow: [{ paths: [/a*] }] }", "{ allow: [{ paths: [/a/b, /a/*] }] }", true],
  ["{ allow: [{ paths: [/a*] }] }", "{ allow: [{ paths: [/b] }] }", false],
  ['{ allow: [{ paths: ["*/b"] }] }', '{ allow: [{ paths: [/a/b, "*/a/b"] }] }', true],
  ['{ allow: [{ paths: ["*b"] }] }', '{ allow: [{ paths: ["/b*"] }] }', false],
  ['{ allow: [{ paths: ["/{*}"] }] }', "{ allow: [{ paths: [/a] }] }", false],
  ['{ allow: [{ trustDomains: ["*.example"] }] }', "{ allow: [{ trustDomains: [a.example], methods: [GET] }] }", true],
  ["{ allow: [{ trustDomains: [a.example] }] }", "{ allow: [{ methods: [GET] }] }", false],
  ["{ allow: [{ ports: [9080] }] }", "{ allow: [{ ports: [9080], hosts: [a] }] }", true],
  ["{ allow: [{ claims: { a: [x, v] } }] }", "{ allow: [{ claims: { a: [x], b: [z] } }] }", true],
  ["{ allow: [{ claims: { a: { b: [x] } } }] }", "{ allow: [{ claims: { a: [x] } }] }", false],
  ["{ deny: [{ methods: [PUT] }] }", "{ deny: [{ methods: [PUT, DELETE] }] }", true],
  ["{ deny: [{ methods: [PUT] }] }", "{ default: deny }", false],
  ["{ deny: [{ methods: [PUT] }] }", "{ deny: [{ methods: [PUT], paths: [/a] }] }", false],
])("where %s is tighten-only, %s is tighter: %s", (outer, inner, isTighter) => {
  const text = `namespace: shop\naccess: ${outer}\ntightenOnly: [access]\n---\nservice: shop/reviews\naccess: ${inner}\n`;
  const { said } = compileText(text);
  const looser = said.filter((line) => line.startsWith("shop.yaml:6:1: error MESH0205"));
  expect(looser.length).toBe(isTighter ? 0 : 1);
});
