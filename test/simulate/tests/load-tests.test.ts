// Tests as people write them. Does not prove that a request's caller and host exist: that is said when it runs.
import { expect, it } from "vitest";
import { formatFinding } from "../../../src/findings/finding.js";
import { loadTests } from "../../../src/simulate/tests/load-tests.js";

const good = `name: testers get v2
request: { from: shop/web, to: http://reviews/api, headers: { x-user: tester } }
expect: { reaches: { service: shop/reviews, version: v2 }, timeout: 3s, retries: 2 }
---
name: strangers are denied
request: { from: shop/other, to: http://reviews/api, method: POST, claims: { iss: a, aud: [b] } }
expect: { status: 403, deniedBy: shop/reviews-allow, notReached: shop/reviews }
---
name: one in ten fails
request: { from: shop/web, to: http://ratings/ }
expect: { status: { 503: 10 }, reaches: { service: shop/ratings, shares: { v1: 80, v2: 10 } } }
`;

function say(text: string): string[] {
  return loadTests({ "tests/a.yaml": text }).findings.map(formatFinding);
}

it("reads each document of a file as a test", () => {
  const { tests, findings } = loadTests({ "tests/a.yaml": good });
  expect(findings).toEqual([]);
  expect(tests.map(({ name }) => name)).toEqual(["testers get v2", "strangers are denied", "one in ten fails"]);
  expect(tests[2]?.expect).toEqual({
    status: { "503": 10 },
    reaches: { service: "shop/ratings", shares: { v1: 80, v2: 10 } },
  });
  expect(tests[1]?.locate(["expect", "deniedBy"])).toMatchObject({ file: "tests/a.yaml", line: 7, column: 24 });
});

it("says all that is wrong, with places", () => {
  expect(
    say(`name: a
request: { form: shop/web, to: 3 }
expect: {}
---
name: b
request: { from: shop/web, to: http://reviews/, headers: { x-n: 1 } }
expect: { status: 42, reaches: { service: shop/reviews, version: v1, shares: { v1: 100 } }, deniedBy: reviews, timeout: 3 }
`),
  ).toMatchInlineSnapshot(`
    [
      "tests/a.yaml:2:1: error MESH0501: \`request.from\` is missing; it must be a string; correct the test",
      "tests/a.yaml:2:28: error MESH0162: \`request.to\` is 3; it must be a string; put it in quotes: "3"",
      "tests/a.yaml:2:12: error MESH0501: \`request.form\` is not a known key; did you mean "from"?; known are from, to, method, headers, sni, address, claims; correct the test",
      "tests/a.yaml:3:1: error MESH0501: \`expect\` is {}; it must name at least one of status, reaches, notReached, deniedBy, location, timeout, retries; correct the test",
      "tests/a.yaml:6:60: error MESH0162: \`request.headers.x-n\` is 1; it must be a string; put it in quotes: "1"",
      "tests/a.yaml:7:11: error MESH0501: \`expect.status\` is 42; it must be at least 100; correct the test",
      "tests/a.yaml:7:70: error MESH0501: \`expect.reaches.shares\` is {"v1":100}; version and shares exclude each other; keep one of them; correct the test",
      "tests/a.yaml:7:93: error MESH0501: \`expect.deniedBy\` is "reviews"; it must be <namespace>/<name> of an AuthorizationPolicy, as in shop/reviews; correct the test",
      "tests/a.yaml:7:112: error MESH0501: \`expect.timeout\` is 3; it must be a string; correct the test",
    ]
  `);
});

it("takes no two tests of one name", () => {
  const text = good.replace("strangers are denied", "testers get v2");
  expect(say(text)).toMatchInlineSnapshot(`
    [
      "tests/a.yaml:5:1: error MESH0502: the test "testers get v2" is already in tests/a.yaml:1; rename one of them",
    ]
  `);
});

it("takes no file that is not YAML, and no document that is no map", () => {
  expect(say("name: [")).toMatchInlineSnapshot(`
    [
      "tests/a.yaml:1:8: error MESH0501: not valid YAML: Flow sequence in block collection must be sufficiently indented and end with a ]; correct the test",
    ]
  `);
  expect(say("- name: a")).toMatchInlineSnapshot(`
    [
      "tests/a.yaml:1:1: error MESH0501: the document is [{"name":"a"}]; it must be a map; correct the test",
    ]
  `);
});
