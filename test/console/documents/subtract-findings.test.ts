// Does not prove that findings point to the right line: the tests of what finds them do.
import { expect, it } from "vitest";
import { subtractFindings } from "../../../src/console/documents/subtract-findings.js";
import type { Finding } from "../../../src/findings/finding.js";

const finding = (more: Partial<Finding> = {}): Finding => {
  return { code: "MESH0201", level: "error", message: "wrong", file: "a.yaml", line: 2, column: 1, ...more };
};

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
