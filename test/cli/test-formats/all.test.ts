// Results in each form. Does not prove that a CI system reads them.
import { expect, it } from "vitest";
import { testFormats } from "../../../src/cli/test-formats/all.js";
import type { TestResult } from "../../../src/simulate/tests/run-tests.js";
import { loadTests } from "../../../src/simulate/tests/load-tests.js";
import { compareAnswer } from "../../../src/simulate/tests/compare-answer.js";
import { answer, combine, denyStep, reach } from "../../simulate/answers.js";

const text = `name: web reads
request: { from: shop/web, to: http://reviews/ }
expect: { reaches: { service: shop/reviews } }
---
name: a <b> & "c"
request: { from: shop/web, to: http://reviews/ }
expect: { reaches: { service: shop/reviews }, timeout: 2s }
`;
const answers = [
  combine(reach("reviews.shop.svc.cluster.local")),
  combine(answer(403, "denied", { steps: [denyStep("shop", "reviews")] })),
];
const results = loadTests({ "tests/a.yaml": text }).tests.flatMap((test, index): TestResult[] => {
  const given = answers[index];
  return given === undefined
    ? []
    : [{ test, answer: given, differences: compareAnswer(test.expect, given), milliseconds: 0.5 }];
});

it("as text", () => {
  expect(testFormats.text?.(results)).toMatchInlineSnapshot(`
    "ok    web reads
    FAIL  a <b> & "c" (tests/a.yaml:5)
          expect.reaches.service
            expected: shop/reviews
            actual:   403: access is denied by shop/reviews
          expect.timeout
            expected: 2s
            actual:   403: access is denied by shop/reviews
          the request's way
            authorization: no rule of an ALLOW policy matches (mesh.yaml:7)
    2 tests, 1 failed (1.0 ms)"
  `);
  expect(testFormats.text?.(results.slice(0, 1))).toMatchInlineSnapshot(`
    "ok    web reads
    1 test, all passed (0.5 ms)"
  `);
});

it("as JUnit's XML", () => {
  expect(testFormats.junit?.(results)).toMatchInlineSnapshot(`
    "<?xml version="1.0" encoding="UTF-8"?>
    <testsuites tests="2" failures="1" time="0.001000">
      <testsuite name="tests/a.yaml" tests="2" failures="1" time="0.001000">
        <testcase name="web reads" classname="tests/a.yaml" file="tests/a.yaml" line="1" time="0.000500"/>
        <testcase name="a &lt;b&gt; &amp; &quot;c&quot;" classname="tests/a.yaml" file="tests/a.yaml" line="5" time="0.000500">
          <failure message="expected shop/reviews; actual 403: access is denied by shop/reviews">      expect.reaches.service
            expected: shop/reviews
            actual:   403: access is denied by shop/reviews
          expect.timeout
            expected: 2s
            actual:   403: access is denied by shop/reviews
          the request's way
            authorization: no rule of an ALLOW policy matches (mesh.yaml:7)</failure>
        </testcase>
      </testsuite>
    </testsuites>"
  `);
});

it("for GitHub: what fails, and nothing where all pass", () => {
  expect(testFormats.github?.(results)).toMatchInlineSnapshot(`
    "::error file=tests/a.yaml,line=7,col=22,title=MESH0504::a <b> & "c": expect.reaches.service: expected shop/reviews; actual 403: access is denied by shop/reviews; correct the policy, or the test if the change is intended
    ::error file=tests/a.yaml,line=7,col=47,title=MESH0504::a <b> & "c": expect.timeout: expected 2s; actual 403: access is denied by shop/reviews; correct the policy, or the test if the change is intended"
  `);
  expect(testFormats.github?.(results.slice(0, 1))).toBe("");
});

it("without characters that XML does not have", () => {
  const named = results.map((result) => ({ ...result, test: { ...result.test, name: "a\u0000b" } }));
  expect(testFormats.junit?.(named)).toContain('name="a\uFFFDb"');
});
