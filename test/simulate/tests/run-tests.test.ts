// Tests run on a small mesh. Does not prove that the simulator is right.
import { expect, it } from "vitest";
import { formatFinding } from "../../../src/findings/finding.js";
import { loadTests } from "../../../src/simulate/tests/load-tests.js";
import { hasPassed, runTests } from "../../../src/simulate/tests/run-tests.js";
import { createAccess, join, shop } from "../diff/shop.js";
import { indexText } from "../mesh-of-text.js";

const text = `name: first
request: { from: shop/web, to: http://reviews/ }
expect: { reaches: { service: shop/reviews, shares: { v1: 50, v2: 50 } } }
---
name: second
request: { from: shop/web, to: http://reviews/, method: POST }
expect: { status: 200 }
---
name: third
request: { from: shop/nobody, to: http://review/, method: post }
expect: { status: 403 }
`;

it("runs each test in order, and places what is wrong with a request", () => {
  const mesh = indexText(join(shop, createAccess("web")));
  const { results, findings } = runTests(loadTests({ "a.yaml": text }).tests, mesh);
  expect(results.map((result) => [result.test.name, hasPassed(result)])).toEqual([
    ["first", true],
    ["second", false],
  ]);
  expect(findings.map(formatFinding)).toMatchInlineSnapshot(`
    [
      "a.yaml:10:12: error MESH0503: from is "shop/nobody", and no workload has that name; did you mean "shop/other"?; there are bare/legacy, ingress/public, shop/other, shop/ratings-v1, shop/reviews-v1, shop/reviews-v2, shop/web; correct the test, or declare what it names",
      "a.yaml:10:51: error MESH0503: method is "post"; it must be in capitals, as in GET; correct the test, or declare what it names",
      "a.yaml:10:31: error MESH0503: to has the host "review", and Namespace shop has no Service review; did you mean "reviews"?; it has Services ratings, reviews; correct the test, or declare what it names",
    ]
  `);
});

it("runs no test that expects a Service that does not exist, but hosts outside of the mesh need not be declared", () => {
  const tests = ["reaches: { service: shop/review }", "notReached: shop/rating", "notReached: api.example.com"].map(
    (expected, index) => `name: t${index}\nrequest: { from: shop/web, to: http://reviews/ }\nexpect: { ${expected} }\n`,
  );
  const { results, findings } = runTests(loadTests({ "a.yaml": tests.join("---\n") }).tests, indexText(shop));
  expect(results.map((result) => [result.test.name, hasPassed(result)])).toEqual([["t2", true]]);
  expect(findings.map(formatFinding)).toEqual([
    'a.yaml:3:22: error MESH0503: there is no Service shop/review; did you mean "shop/reviews"?; correct the test, or declare what it names',
    'a.yaml:7:11: error MESH0503: there is no Service shop/rating; did you mean "shop/ratings"?; correct the test, or declare what it names',
  ]);
});
