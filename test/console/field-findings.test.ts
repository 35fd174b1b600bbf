// Does not prove that findings point to the right line: the tests of what finds them do.
import { expect, it } from "vitest";
import { placeFindings, subtractFindings } from "../../src/console/field-findings.js";
import type { Finding } from "../../src/findings/finding.js";

const finding = (more: Partial<Finding> = {}): Finding => {
  return { code: "MESH0201", level: "error", message: "wrong", file: "a.yaml", line: 2, column: 1, ...more };
};

it("a finding gets the document and the value of its place", () => {
  const texts = { "a.yaml": "mesh: all\ntimeout: soon\n---\nnamespace: shop\nretries: { attempts: x }\n" };
  const findings = [finding(), finding({ line: 5, column: 12 }), finding({ line: 4 })];
  expect(placeFindings(findings, texts)).toEqual([
    { ...findings[0], document: 0, path: ["timeout"] },
    { ...findings[1], document: 1, path: ["retries", "attempts"] },
    { ...findings[2], document: 1, path: [] },
  ]);
});

it("one of another file, or without a place, stays as it is", () => {
  const findings = [finding({ file: "b.yaml" }), finding({ file: undefined }), finding({ line: undefined })];
  expect(placeFindings(findings, { "a.yaml": "mesh: all\n" })).toEqual(findings);
  const inherited = [finding({ file: "toString" })];
  expect(placeFindings(inherited, {})).toEqual(inherited);
});

it("what is new is so by what it says, not by where it has moved to", () => {
  const [old, other] = [finding({ line: 1 }), finding({ message: "worse" })];
  expect(subtractFindings([finding({ line: 9 }), other], [old])).toEqual([other]);
});

it("a second one that says the same is new", () => {
  const twice = [finding({ line: 1 }), finding({ line: 2 })];
  expect(subtractFindings(twice, [finding({ line: 7 })])).toEqual([twice[1]]);
  expect(subtractFindings(twice, [...twice, finding()])).toEqual([]);
});

it("findings about different objects are different", () => {
  const resource = { kind: "Service", namespace: "shop", name: "web" };
  const one = finding({ resource });
  expect(subtractFindings([one], [finding({ resource: { ...resource, namespace: "other" } })])).toEqual([one]);
});
