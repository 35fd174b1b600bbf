// The run of tests with a simulator that is made here. Does not prove what the real one answers.
import { expect, it } from "vitest";
import { formatFinding } from "../../../src/findings/finding.js";
import { createSettingProblem } from "../../../src/findings/problem.js";
import { loadTests } from "../../../src/simulate/tests/load-tests.js";
import { hasPassed, runTests, type TestBed } from "../../../src/simulate/tests/run-tests.js";
import { combine, reach } from "../answers.js";
import { indexText } from "../mesh-of-text.js";

const text = `name: first
request: { from: shop/web, to: http://reviews/ }
expect: { reaches: { service: shop/reviews } }
---
name: second
request: { from: shop/web, to: http://reviews/ }
expect: { status: 403 }
---
name: third
request: { from: shop/nobody, to: http://reviews/ }
expect: { status: 403 }
`;

const bed: TestBed = {
  mesh: indexText(""),
  simulate: (_, { host }) => combine(reach(`${host}.shop.svc.cluster.local`)),
  readRequest: (_, { from }) =>
    from === "shop/web"
      ? {
          caller: { kind: "plain", namespace: "shop" },
          ...{ scheme: "http", host: "reviews", port: 80, method: "GET", path: "/", query: "", headers: {} },
        }
      : [createSettingProblem(["from"], "MESH0503", `is ${from}, which does not exist`)],
};

it("runs each test in order, and places what is wrong with a request", () => {
  const { results, findings } = runTests(loadTests({ "a.yaml": text }).tests, bed);
  expect(results.map((result) => [result.test.name, hasPassed(result)])).toEqual([
    ["first", true],
    ["second", false],
  ]);
  expect(findings.map(formatFinding)).toEqual([
    "a.yaml:10:12: error MESH0503: `from` is shop/nobody, which does not exist; correct the request, or declare what it names",
  ]);
});
