// Does not prove that rules mean the same to the API server: the live test with generated objects does for Istio's.
import { expect, it } from "vitest";
import { compileRules, escapeProperty, findUnreadRules } from "../../../src/analysis/schemas/cel.js";
import type { ValidationRule } from "../../../src/analysis/schemas/json-schema.js";
import { Collector } from "../../../src/findings/collector.js";
import { describeProblem, type Problem } from "../../../src/findings/problem.js";

function judge(rule: ValidationRule, value: unknown) {
  const found = new Collector<Problem>();
  for (const check of compileRules({ "x-kubernetes-validations": [rule] })) check(value, { path: ["spec"], found });
  return found.items.map((problem) => ({ path: problem.path, message: describeProblem(problem) }));
}

const holds = (rule: string, value: unknown) => judge({ rule }, value).length === 0;

it.each<[string, unknown, unknown]>([
  ["isURL(self) && url(self).getScheme() in ['http', 'https']", "https://a/b", "ftp://a"],
  ["url(self).getHost() == 'a:80'", "http://a:80/", "a"],
  ["!isIP(self)", "a.example", "::1"],
  ["format.dns1123Label().validate(self) == null", "a-b", "a.b"],
  ["duration(self) >= duration('1ms')", "1h30m", "1d"],
  ["self.matches('^(?i)abc$')", "ABC", "abd"],
  ["self.size() > 1 ? has(self[1].name) : true", [{}, { name: "a" }], [{ name: "a" }, {}]],
  ["self.all(key, 0 < int(key) && int(key) <= 65535)", { 80: 1 }, { http: 1 }],
  ["self.all(a, self.exists_one(b, a.n == b.n))", [{ n: 1n }, { n: 2n }], [{ n: 1n }, { n: 1n }]],
  ["self.?a.orValue('b') == 'b'", {}, { a: "c" }],
  ["self.filter(f, f.type == 'x').size() <= 1", [{ type: "x" }], [{ type: "x" }, { type: "x" }]],
  ["self.split('/')[0].size() < 3", "ab/cde", "abc/d"],
  ["self.substring(2) == 'c'", "abc", "a"],
])("%s", (rule, good, bad) => {
  expect([holds(rule, good), holds(rule, bad)]).toEqual([true, false]);
});

it("says what the rule says, where the rule says", () => {
  expect(judge({ rule: "self.a == 'b'", message: "a must be b", fieldPath: ".a" }, { a: "c" })).toEqual([
    { path: ["spec", "a"], message: "`spec` is not valid: a must be b" },
  ]);
  expect(judge({ rule: "self == 'b'", messageExpression: "'not ' + self" }, "c")).toEqual([
    { path: ["spec"], message: '`spec` is "c"; not c' },
  ]);
  expect(judge({ rule: "self == 1" }, 2n)).toEqual([
    { path: ["spec"], message: "`spec` is 2; it breaks the rule self == 1" },
  ]);
});

it("leaves rules on changes out", () => {
  expect(judge({ rule: "self == oldSelf" }, "c")).toEqual([]);
});

it("says which rules it cannot read", () => {
  const rules = ["self.a == 1", "cidr(self.a).ip() == 1", "self.a ==", "self == oldSelf"];
  const schema = { items: { "x-kubernetes-validations": rules.map((rule) => ({ rule })) } };
  expect(findUnreadRules(schema).map((rule) => rule.split(": ", 1)[0])).toEqual([
    "cidr(self.a).ip() == 1",
    "self.a ==",
  ]);
  expect(judge({ rule: "cidr(self.a).ip() == 1" }, {})).toEqual([]);
});

it.each([
  ["name", "name"],
  ["namespace", "__namespace__"],
  ["a-b/c.d__e", "a__dash__b__slash__c__dot__d__underscores__e"],
])("%s is called %s", (key, name) => {
  expect(escapeProperty(key)).toBe(name);
});
